import pg from 'pg';

export type Listener = { close(): Promise<void> };

/**
 * Calls `heard` whenever rows were added to `channel` (outbox or event), and once whenever the connection was made or made again, so
 * that nothing that came in between is missed for longer than `retryMs`. A listener still looks by itself now and then: a notification
 * is a hint, not a promise.
 */
export async function listen(
  url: string,
  {
    channel,
    heard,
    onError,
    retryMs = 1_000,
  }: { channel: 'outbox' | 'event'; heard: () => void; onError: (error: Error) => void; retryMs?: number },
): Promise<Listener> {
  let closed = false;
  let client: pg.Client | undefined;
  let waiting: NodeJS.Timeout | undefined;

  const again = () => {
    if (!closed) waiting = setTimeout(() => void connect(), retryMs);
  };
  const connect = async (): Promise<void> => {
    const fresh = new pg.Client({
      connectionString: url,
      application_name: 'aftercare listen',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    });
    let lost = false;
    const lose = (error?: Error) => {
      if (lost || closed) return;
      lost = true;
      onError(error ?? new Error(`The connection that listens for ${channel} was closed.`));
      void fresh.end().catch(() => undefined);
      again();
    };
    fresh.on('error', lose);
    fresh.on('end', () => lose());
    fresh.on('notification', heard);
    try {
      await fresh.connect();
      await fresh.query(`listen ${channel}`);
      client = fresh;
      heard();
    } catch (error) {
      lose(error instanceof Error ? error : new Error(String(error)));
    }
  };

  await connect();
  return {
    close: async () => {
      closed = true;
      clearTimeout(waiting);
      await client?.end().catch(() => undefined);
    },
  };
}
