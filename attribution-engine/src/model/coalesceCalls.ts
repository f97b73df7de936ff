interface Waiting<Input, Output> {
  input: Input;
  resolve: (output: Output) => void;
  reject: (error: unknown) => void;
}

/**
 * Turns a function of many inputs into one of a single input: calls that come while one is at work are made together
 * when it is done, at most `limit` of them. An error is that of every call it was made with.
 */
export function coalesceCalls<Input, Output>(
  callAll: (inputs: Input[]) => Promise<Output[]>,
  limit: number,
): (input: Input) => Promise<Output> {
  const waiting: Waiting<Input, Output>[] = [];
  let isWorking = false;

  const work = async (): Promise<void> => {
    isWorking = true;
    while (waiting.length > 0) {
      const calls = waiting.splice(0, limit);
      try {
        const outputs = await callAll(calls.map(({ input }) => input));
        calls.forEach(({ resolve }, i) => resolve(outputs[i]!));
      } catch (error) {
        for (const { reject } of calls) reject(error);
      }
    }
    isWorking = false;
  };

  return (input) =>
    new Promise((resolve, reject) => {
      waiting.push({ input, resolve, reject });
      // What is called in the same turn goes along.
      if (!isWorking) void Promise.resolve().then(() => (isWorking ? undefined : work()));
    });
}
