/**
 * The same service for one operation: what its methods promise is waited for until the signal is aborted, then they reject
 * with its reason. For services that many operations share: the work itself goes on for the others.
 */
export function endWithSignal<Service extends object>(service: Service, signal: AbortSignal): Service {
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  // Nobody may be waiting any more.
  ended.catch(() => undefined);
  return new Proxy(service, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]): unknown => {
        const result: unknown = Reflect.apply(member, target, args);
        return result instanceof Promise ? Promise.race([result, ended]) : result;
      };
    },
  });
}
