import { describe, expect, it } from 'vitest';
import { describeDeed, type ChaosEvent } from './ChaosEvent.ts';
import { planEvents } from './planEvents.ts';

const sortOf = (event: ChaosEvent): string => {
  if (event.kind === 'end') return `${event.signal} ${event.target.replace(/ \d$/, '')}`;
  if (event.kind === 'fault') return event.fault.kind;
  return `${event.depth > 8 ? 'deep' : 'shallow'} ${event.shape}`;
};

describe('the plan of a storm', () => {
  it('follows from the seed alone', () => {
    expect(planEvents('a', 10)).toEqual(planEvents('a', 10));
    expect(planEvents('b', 10)).not.toEqual(planEvents('a', 10));
  });

  it('has a longer storm begin as a shorter one', () => {
    const short = planEvents('a', 1).events;
    expect(planEvents('a', 3).events.slice(0, short.length)).toEqual(short);
  });

  it('brings every sort of event within two minutes', () => {
    const sorts = new Set(planEvents('a', 2).events.map(sortOf));
    for (const target of ['squid', 'engine', 'postgres']) {
      expect(sorts).toContain(`SIGKILL ${target}`);
      expect(sorts).toContain(`SIGTERM ${target}`);
    }
    for (const fault of ['too many requests', 'server error', 'dropped connection', 'no answer', 'garbage']) {
      expect(sorts).toContain(fault);
    }
    for (const fault of ['logs of a block missing', 'some logs missing', 'lagging']) expect(sorts).toContain(fault);
    for (const shape of ['same height', 'shorter', 'longer']) {
      expect(sorts).toContain(`shallow ${shape}`);
      expect(sorts).toContain(`deep ${shape}`);
    }
  });

  it('lies only where squid verifies, and ends with settlements that are gone', () => {
    const { events, last } = planEvents('c', 30);
    const lies = events.filter((event) => event.kind === 'fault' && event.fault.kind === 'some logs missing');
    expect(lies.length).toBeGreaterThan(5);
    for (const lie of lies) expect(lie).toMatchObject({ proxy: 'doubtful' });
    expect(last).toMatchObject({ kind: 'reorg', shape: 'shorter', kept: 'none' });
    expect(describeDeed(last)).toMatch(/^reorg of \d+ blocks, shorter, none transactions kept$/);
  });

  it('keeps events in order and within the time', () => {
    const { events } = planEvents('d', 5);
    const moments = events.map(({ atMs }) => atMs);
    expect(moments).toEqual(moments.toSorted((a, b) => a - b));
    expect(moments.at(-1)).toBeLessThan(5 * 60_000);
  });
});
