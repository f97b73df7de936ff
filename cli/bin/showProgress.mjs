/**
 * One line about a long step, rewritten in place on a terminal and repeated every ten seconds elsewhere, so that a
 * newcomer sees that something moves and a log stays short. Everything goes to stderr: stdout belongs to the verb.
 *
 * @param {string} title what is being done, such as `Installing packages`
 * @param {() => string} describe how far it is; an empty string says nothing
 */
export function showProgress(title, describe = () => '') {
  const startedAt = performance.now();
  const isTerminal = process.stderr.isTTY === true;
  const seconds = () => ((performance.now() - startedAt) / 1000).toFixed(1);
  const line = () => [title, describe(), `${seconds()} s`].filter(Boolean).join(' · ');
  const write = () => process.stderr.write(isTerminal ? `\r\u001b[2K  ${line()}` : `  ${line()}\n`);

  write();
  const timer = setInterval(write, isTerminal ? 200 : 10_000);
  const end = (/** @type {string} */ text) => {
    clearInterval(timer);
    process.stderr.write(`${isTerminal ? '\r\u001b[2K' : ''}${text}\n`);
  };
  return {
    done: () => end(`✔ ${title} · ${seconds()} s`),
    fail: () => end(`✘ ${title} · ${seconds()} s`),
  };
}
