/** Lets equal questions in flight share one answer. */
export type Flights = {
  /**
   * Starts `ask` unless the same question is already on its way, and waits for the answer. What is asked is given up only when
   * nobody waits for it any more.
   * @throws the signal's reason when this caller gave up
   */
  share<T>(key: string, ask: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T>;
  /** Gives up everything. */
  stop(reason: unknown): void;
};

type Flight = { readonly answer: Promise<unknown>; readonly stop: AbortController; waiters: number };

export function createFlights(): Flights {
  const flights = new Map<string, Flight>();

  const start = (key: string, ask: (signal: AbortSignal) => Promise<unknown>): Flight => {
    const stop = new AbortController();
    const flight: Flight = { answer: ask(stop.signal), stop, waiters: 0 };
    flights.set(key, flight);
    const land = (): void => forget(key, flight);
    flight.answer.then(land, land);
    return flight;
  };

  const forget = (key: string, flight: Flight): void => {
    if (flights.get(key) === flight) flights.delete(key);
  };

  return {
    async share<T>(key: string, ask: (signal: AbortSignal) => Promise<T>, signal?: AbortSignal): Promise<T> {
      signal?.throwIfAborted();
      const flight = flights.get(key) ?? start(key, ask);
      // Whoever asks after the last one has left starts anew: what is being given up answers nobody.
      return join(flight, () => forget(key, flight), signal) as Promise<T>;
    },
    stop(reason) {
      for (const flight of flights.values()) flight.stop.abort(reason);
    },
  };
}

function join(flight: Flight, abandon: () => void, signal: AbortSignal | undefined): Promise<unknown> {
  flight.waiters += 1;
  return new Promise((resolve, reject) => {
    const leave = (): void => {
      flight.waiters -= 1;
      if (flight.waiters === 0) {
        abandon();
        flight.stop.abort(signal?.reason);
      }
      reject(signal?.reason);
    };
    signal?.addEventListener('abort', leave, { once: true });
    flight.answer.then(resolve, reject).finally(() => signal?.removeEventListener('abort', leave));
  });
}
