/** What watches the process, and what others report by webhook. */
import { z } from 'zod';
import { operation } from './operation.ts';

const state = z.enum(['ok', 'away']);
const ready = z.object({ database: state, temporal: state });

export const getHealth = operation({
  method: 'get',
  path: '/healthz',
  tag: 'Operation',
  summary: 'The process lives',
  answers: { 200: { words: 'It does', schema: z.object({ status: z.literal('ok') }) } },
});
export const getReady = operation({
  method: 'get',
  path: '/readyz',
  tag: 'Operation',
  summary: 'It can work: database and Temporal answer',
  answers: { 200: { words: 'It can', schema: ready }, 503: { words: 'It cannot', schema: ready } },
});
export const getDocument = operation({
  method: 'get',
  path: '/openapi.json',
  tag: 'Operation',
  summary: 'This document',
  answers: { 200: { words: 'OpenAPI 3.1', schema: z.record(z.string(), z.unknown()) } },
});
export const getMetrics = operation({
  method: 'get',
  path: '/metrics',
  tag: 'Operation',
  summary: 'Figures for Prometheus',
  scope: 'metrics:read',
  answers: { 200: { words: 'The figures', schema: z.string(), type: 'text/plain' } },
});
export const postSandboxWebhook = operation({
  method: 'post',
  path: '/v1/webhooks/sandbox/{hospital}',
  tag: 'Webhooks',
  summary: 'What the sandbox reports: receipts, replies, answers, parcels, appointments',
  description: 'Signed as Standard Webhooks are (webhook-id, webhook-timestamp, webhook-signature). The same report again changes nothing.',
  scope: 'signature',
  params: z.object({ hospital: z.string().regex(/^[\w.-]{1,100}$/) }),
  body: z.record(z.string(), z.unknown()),
  answers: { 200: { words: 'Kept', schema: z.object({ received: z.enum(['new', 'again']) }) } },
});
