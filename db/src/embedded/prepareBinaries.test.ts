import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { getPostgresBinaries } from './getPostgresBinaries';
import { prepareBinaries } from './prepareBinaries';

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'tributary-binaries-'));
});
afterEach(() => rmSync(home, { recursive: true }));

describe('prepareBinaries', () => {
  it("runs npm's own files when they are complete and readable", () => {
    const binaries = getPostgresBinaries();
    expect(prepareBinaries({ ...binaries, linked: true }, {}, home)).toBe(binaries.nativeDir);
  });

  it('makes a working, readable copy when the library links are missing, and keeps it', () => {
    const binaries = { ...getPostgresBinaries(), linked: false };
    const copy = prepareBinaries(binaries, {}, home);
    expect(copy).toBe(join(home, `native-${binaries.version}`));
    for (const { target } of binaries.links) expect(existsSync(join(copy, target)), target).toBe(true);
    expect(statSync(join(copy, 'share')).mode & 0o777).toBe(0o755);
    const output = execFileSync(join(copy, 'bin', 'postgres'), ['--version'], { encoding: 'utf8', env: {} });
    expect(output).toMatch(/^postgres \(PostgreSQL\) 18/);
    expect(prepareBinaries(binaries, {}, home)).toBe(copy);
  });

  it('copies when the account of the server may not read npm’s files', () => {
    const nobody = { uid: 65534, gid: 65534 };
    const copy = prepareBinaries({ ...getPostgresBinaries(), linked: false }, {}, home);
    // The folder of mkdtemp is private to this user: nobody cannot pass it.
    expect(prepareBinaries({ nativeDir: copy, version: 'again', links: [], linked: true }, nobody, home)).toBe(
      join(home, 'native-again'),
    );
  });
});
