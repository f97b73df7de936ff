import { registerEnumType } from 'type-graphql';

export enum ChangeKind {
  ADDED = 'ADDED',
  CHANGED = 'CHANGED',
  RETRACTED = 'RETRACTED',
}

registerEnumType(ChangeKind, {
  name: 'ChangeKind',
  description: 'What happened to an entry of a list that is followed.',
  valuesConfig: {
    ADDED: { description: 'It is new.' },
    CHANGED: { description: 'It is there with other content; it may be one that was not seen before.' },
    RETRACTED: {
      description: 'The chain dropped the blocks it stood in: entries at `retractedFromBlock` and above are gone.',
    },
  },
});
