import type { Sandbox } from './quiet.ts';

/** Asks the sandbox what is still to be delivered: receipts and replies that are on their way to us. */
export function sandboxPending({ url, token }: { url: string; token: string }): Sandbox {
  return {
    pending: async (prefix) => {
      const response = await fetch(`${url}/pending?prefix=${encodeURIComponent(prefix)}`, {
        headers: { authorization: `Bearer ${token}` },
        signal: AbortSignal.timeout(5_000),
      });
      if (!response.ok) throw new Error(`The sandbox answers ${response.status} to what is pending.`);
      return ((await response.json()) as { pending: number }).pending;
    },
  };
}
