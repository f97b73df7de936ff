import { ModelKind } from '../../model';
import { chainFilters } from '../filters/chainFilters';
import { defineChainList } from '../ListDefinition';
import { type ModelRow, modelSource } from '../sources/ModelRow';

/** Models and adapters, newest first. */
export const modelList = defineChainList<ModelRow>({
  name: 'models',
  node: 'Model',
  description: 'Models.',
  source: modelSource,
  place: 'm',
  filters: {
    modelId: { kind: 'id', expression: 'm.id', index: 'lookup', description: 'Decimal.' },
    name: { kind: 'text', expression: 'm.name', index: 'lookup', description: 'Its name.' },
    kind: {
      kind: 'enum',
      enum: { name: 'ModelKind', values: Object.values(ModelKind) },
      expression: 'm.kind',
      index: 'ordered',
      description: 'How it came to be.',
    },
    owner: { kind: 'address', expression: 'm.owner_id', index: 'lookup', description: 'Who registered it.' },
    baseModelId: {
      kind: 'id',
      expression: 'm.base_model_id',
      index: 'lookup',
      isNullable: true,
      description: 'The model it adapts, decimal; null for a base model.',
    },
    feePolicyController: {
      kind: 'address',
      expression: 'm.fee_policy_controller_id',
      index: 'lookup',
      isNullable: true,
      description: 'Who sets its fee policies instead of the owner; null: the owner.',
    },
    artifactDigest: {
      kind: 'hash',
      expression: 'm.artifact_digest',
      index: 'lookup',
      description: 'sha-256 of its weights, 0x hex.',
    },
    cardDigest: {
      kind: 'hash',
      expression: 'm.card_digest',
      index: 'lookup',
      description: 'sha-256 of its model card, 0x hex.',
    },
    deprecatedBlockNumber: {
      kind: 'integer',
      expression: 'm.deprecated_block_number',
      index: 'none',
      isNullable: true,
      description: 'Block in which it was deprecated; null while it is not.',
    },
    ...chainFilters('m'),
  },
  parents: {
    'Account.models': { condition: 'm.owner_id = parent.id', description: 'Models it owns.' },
    'Account.controlledModels': {
      condition: 'm.fee_policy_controller_id = parent.id',
      description: 'Models whose fee policies it sets instead of the owner.',
    },
    'Model.adapters': { condition: 'm.base_model_id = parent.id', description: 'Models that adapt this one.' },
    'Datanet.models': {
      condition: `EXISTS (SELECT FROM training_run_input ti JOIN training_run t ON t.id = ti.training_run_id
        WHERE ti.datanet_id = parent.id AND t.model_id = m.id)`,
      description: 'Models trained on any of its versions.',
    },
  },
});
