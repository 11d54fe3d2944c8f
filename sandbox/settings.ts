/** What the sandbox is told from outside. The only file of this process that reads the environment. */
import { z } from 'zod';

const schema = z.object({
  SANDBOX_PORT: z.coerce.number().int().min(0).max(65535).default(3900),
  /** Reachable from this machine alone unless said otherwise: anyone may play the patient here. */
  SANDBOX_HOST: z.string().min(1).default('127.0.0.1'),
  SANDBOX_DATA: z.string().min(1),
  SANDBOX_SECRET: z.string().min(16),
  SANDBOX_TOKEN: z.string().min(8),
  /** `1`: POST /reset empties everything. */
  SANDBOX_TEST: z.enum(['0', '1']).default('0'),
});

export type Settings = { port: number; host: string; data: string; secret: string; token: string; test: boolean };

/** The settings, or one sentence per mistake. */
export const readSettings = (env: Record<string, string | undefined> = process.env): Settings | { mistakes: string[] } => {
  // An empty variable is one that is not set: that is how a compose file says so.
  const parsed = schema.safeParse(Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')));
  if (!parsed.success) return { mistakes: parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`) };
  const { SANDBOX_PORT: port, SANDBOX_HOST: host, SANDBOX_DATA: data, SANDBOX_SECRET: secret, SANDBOX_TOKEN: token } = parsed.data;
  return { port, host, data, secret, token, test: parsed.data.SANDBOX_TEST === '1' };
};
