import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';
import { expect, test } from 'vitest';

test.each(['@tributary/lora', '@tributary/lora/browser'])(
  '%s is bundled for a browser without a module of Node',
  async (name) => {
    const bundle = await rolldown({
      input: 'entry',
      platform: 'browser',
      cwd: fileURLToPath(new URL('.', import.meta.url)),
      plugins: [
        {
          name: 'entry',
          resolveId: (id) => (id === 'entry' ? id : undefined),
          load: (id) =>
            id === 'entry'
              ? `import { createSession, loadBaseModel } from '${name}'; console.log(createSession, loadBaseModel);`
              : undefined,
        },
      ],
    });
    const { output } = await bundle.generate({ format: 'esm', codeSplitting: true });
    await bundle.close();
    const imported = output.flatMap((chunk) =>
      chunk.type === 'chunk' ? [...chunk.imports, ...chunk.dynamicImports] : [],
    );
    const files = new Set(output.map(({ fileName }) => fileName));
    expect(imported.filter((file) => !files.has(file))).toEqual([]);
    expect(output.some((chunk) => chunk.type === 'chunk' && chunk.code.includes('LlamaDecoder'))).toBe(true);
  },
);
