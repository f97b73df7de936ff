import { expect, it } from 'vitest';
import { titleOfProposal } from './proposal.ts';

it.each([
  ['# Lower the fee\n\nBecause.', 'Lower the fee'],
  ['\r\n  \r\n## Twice\r\nmore', 'Twice'],
  ['#hashtag', 'hashtag'],
  ['', 'Proposal 7'],
  ['###', 'Proposal 7'],
])('%j is titled %j', (description, title) => {
  expect(titleOfProposal({ proposalId: '7', description })).toBe(title);
});
