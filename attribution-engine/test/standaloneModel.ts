import { mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  buildIndexFolder,
  buildSpanIndexFolder,
  type BuildIndexFolderOptions,
  type BuiltIndexFolder,
} from '@tributary/attribution-engine';
import {
  createInitialAdapter,
  createRandomModelFiles,
  encodeExample,
  encodeLoraAdapter,
  loadBaseModel,
  trainAdapter,
  writeModelFolder,
} from '@tributary/lora';
import { createSeededRandom } from '@tributary/protocol';

/** A small gradient rule: seconds, not minutes. */
export const RULE = { version: 1, blockDimension: 8, stages: ['start', 'final'], precondition: 'inverse' } as const;

/** One training row as it stands in a rows file. */
export interface TestRow {
  id: string;
  prompt: string;
  completion: string;
  contribution: string;
}

/** Rows of random letters, which no admission takes for repeats, of three contributors. */
export function drawRows(count: number, length = 30): TestRow[] {
  const random = createSeededRandom('standalone rows');
  const draw = (): string => Array.from({ length }, () => String.fromCharCode(97 + (random.nextU32() % 26))).join('');
  return Array.from({ length: count }, (_, i) => ({
    id: `row ${i}`,
    prompt: `${i}: `,
    completion: draw(),
    contribution: ['ann', 'bob', 'eve'][i % 3]!,
  }));
}

/** A folder with a base model, a trained adapter and rows, the last of which repeats the first. */
export class StandaloneModel {
  private constructor(
    readonly folder: string,
    readonly rows: readonly TestRow[],
  ) {}

  static async create(rows: readonly TestRow[]): Promise<StandaloneModel> {
    const model = new StandaloneModel(await mkdtemp(join(tmpdir(), 'standalone-')), rows);
    const files = createRandomModelFiles('standalone');
    const base = loadBaseModel(files);
    const initial = createInitialAdapter(base, {
      ...{ targetModules: ['q_proj', 'v_proj'], r: 2, alpha: 4 },
      ...{ seed: 'standalone', baseModelName: 'tiny' },
    });
    const examples = rows
      .slice(0, 8)
      .map(({ prompt, completion }) => encodeExample(base.tokenizer, prompt, completion, { appendEos: true }));
    const adapter = await trainAdapter(base, examples, { initial, epochs: 1, learningRate: 1e-2, seed: 1 });
    await writeModelFolder(model.path('base'), files);
    await writeModelFolder(model.path('adapter'), new Map(encodeLoraAdapter(adapter)));
    await model.write('rows.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    return model;
  }

  path(...parts: string[]): string {
    return join(this.folder, ...parts);
  }

  async write(name: string, content: string | Uint8Array): Promise<string> {
    await mkdir(join(this.path(name), '..'), { recursive: true });
    await writeFile(this.path(name), content);
    return this.path(name);
  }

  async readJson<Value>(name: string): Promise<Value> {
    return JSON.parse(await readFile(this.path(name), 'utf8')) as Value;
  }

  buildGradients(
    out: string,
    rows = 'rows.jsonl',
    more: Partial<BuildIndexFolderOptions> = {},
  ): Promise<BuiltIndexFolder> {
    const { baseFolder, rowsPath, outFolder } = this.places(out, rows);
    return buildIndexFolder({
      ...{ baseFolder, rowsPath, outFolder, rule: { ...RULE }, threads: 1 },
      adapterFolder: this.path('adapter'),
      ...more,
    });
  }

  buildSpans(out: string, rows = 'rows.jsonl'): Promise<BuiltIndexFolder> {
    return buildSpanIndexFolder(this.places(out, rows));
  }

  private places(out: string, rows: string): { baseFolder: string; rowsPath: string; outFolder: string } {
    return { baseFolder: this.path('base'), rowsPath: this.path(rows), outFolder: this.path(out) };
  }
}
