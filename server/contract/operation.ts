/** One thing that can be asked of the server: where, by whom, with what, and what is answered. openapi.json is made of these, and requests are checked by them. */
import type { z } from 'zod';

/** What an API key may do. */
export const scopes = [
  'events:write',
  'patients:read',
  'patients:write',
  'enrollments:read',
  'enrollments:write',
  'tasks:read',
  'tasks:write',
  'sops:read',
  'sops:write',
  'rehearsals:write',
  'metrics:read',
  'keys:write',
] as const;
export type Scope = (typeof scopes)[number];

export type OperationShape = {
  method: 'get' | 'post' | 'put';
  /** As OpenAPI writes it: `/v1/tasks/{id}`. */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  /** Absent: nobody needs a key. `signature`: the sender proves itself by signing. */
  scope?: Scope | 'signature';
  params?: z.ZodObject;
  query?: z.ZodObject;
  body?: z.ZodType;
  /** The body may be left out. */
  bodyOptional?: boolean;
  /** Bytes; default 256 KB. */
  largest?: number;
  /** Whatever stands in the texts of the body, it is answered (files to be checked). */
  anyText?: boolean;
  answers: Record<number, { words: string; schema?: z.ZodType; type?: string }>;
};

export const operation = <const O extends OperationShape>(shape: O): O => shape;
