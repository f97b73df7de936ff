// Generated from contracts/abi by `npm run codegen -w squid`. Do not edit.
import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    AttributionIndexCommitted: event("0xc217b2bfb4aaeff4e00086e4791eda24a32536927c00653b7b76d8be1e1eb734", "AttributionIndexCommitted(uint256,string,bytes32,uint64,uint32,string)", {"modelId": indexed(p.uint256), "method": p.string, "indexRoot": p.bytes32, "rowCount": p.uint64, "dimension": p.uint32, "indexURI": p.string}),
    FeePolicyControllerSet: event("0x0dbf634e5735706e435dec3ab9ae2f5ce49f320098022163128bd9e44040c648", "FeePolicyControllerSet(uint256,address)", {"modelId": indexed(p.uint256), "controller": indexed(p.address)}),
    FeePolicySet: event("0x4db0a17967c3310f98d5c9eac4cd6290069dc29b796f80772315ae74124d9882", "FeePolicySet(uint256,uint256,uint256,uint256,uint16,uint16,uint16,address)", {"modelId": indexed(p.uint256), "inputRateWei": p.uint256, "outputRateWei": p.uint256, "platformFeeWei": p.uint256, "modelBps": p.uint16, "stakerBps": p.uint16, "contributorBps": p.uint16, "unattributedRecipient": p.address}),
    ModelDeprecated: event("0xf5201226a8a9c25d2b88221fb737afa13bed245e01ec515454bf815db7374f7a", "ModelDeprecated(uint256)", {"modelId": indexed(p.uint256)}),
    ModelRegistered: event("0xeb13db240e7d34d69a7241e91d6afa3bdb10f04d0179313cf6a61c76f9d76ae6", "ModelRegistered(uint256,address,uint256,uint8,string,string,bytes32,bytes32)", {"modelId": indexed(p.uint256), "owner": indexed(p.address), "baseModelId": indexed(p.uint256), "kind": p.uint8, "name": p.string, "artifactURI": p.string, "artifactDigest": p.bytes32, "cardDigest": p.bytes32}),
    TrainingRunRecorded: event("0x3f0d5d1530222e9e7f8a1f669d764b2d220706a9e152841ae3de06bac0f846f9", "TrainingRunRecorded(uint256,uint256,address,bytes32,uint256[],uint64[])", {"runId": indexed(p.uint256), "modelId": indexed(p.uint256), "trainer": indexed(p.address), "configDigest": p.bytes32, "datanetIds": p.array(p.uint256), "versions": p.array(p.uint64)}),
}

export const functions = {
    BPS: viewFun("0x249d39e9", "BPS()", {}, p.uint16),
    KIND_BASE: viewFun("0x2e4ae905", "KIND_BASE()", {}, p.uint8),
    KIND_MERGE: viewFun("0xea80b146", "KIND_MERGE()", {}, p.uint8),
    commitAttributionIndex: fun("0x562bdc21", "commitAttributionIndex(uint256,string,bytes32,uint64,uint32,string)", {"modelId": p.uint256, "method": p.string, "indexRoot": p.bytes32, "rowCount": p.uint64, "dimension": p.uint32, "indexURI": p.string}, ),
    deprecateModel: fun("0xb0453384", "deprecateModel(uint256)", {"modelId": p.uint256}, ),
    feePolicy: viewFun("0x595edd42", "feePolicy(uint256)", {"modelId": p.uint256}, p.struct({"inputRateWei": p.uint128, "outputRateWei": p.uint128, "platformFeeWei": p.uint128, "modelBps": p.uint16, "stakerBps": p.uint16, "contributorBps": p.uint16, "unattributedRecipient": p.address})),
    feePolicyController: viewFun("0x9ef84c3a", "feePolicyController(uint256)", {"modelId": p.uint256}, p.address),
    model: viewFun("0x4c5770d9", "model(uint256)", {"modelId": p.uint256}, p.struct({"owner": p.address, "kind": p.uint8, "deprecated": p.bool, "baseModelId": p.uint256})),
    modelCount: viewFun("0xc6a645fe", "modelCount()", {}, p.uint256),
    ownerOf: viewFun("0x6352211e", "ownerOf(uint256)", {"modelId": p.uint256}, p.address),
    recordTrainingRun: fun("0xcef01fcc", "recordTrainingRun(uint256,bytes32,uint256[],uint64[])", {"modelId": p.uint256, "configDigest": p.bytes32, "datanetIds": p.array(p.uint256), "versions": p.array(p.uint64)}, p.uint256),
    registerModel: fun("0xabfab2b9", "registerModel(uint256,uint8,string,string,bytes32,bytes32)", {"baseModelId": p.uint256, "kind": p.uint8, "name": p.string, "artifactURI": p.string, "artifactDigest": p.bytes32, "cardDigest": p.bytes32}, p.uint256),
    setFeePolicy: fun("0xf436c61e", "setFeePolicy(uint256,(uint128,uint128,uint128,uint16,uint16,uint16,address))", {"modelId": p.uint256, "policy": p.struct({"inputRateWei": p.uint128, "outputRateWei": p.uint128, "platformFeeWei": p.uint128, "modelBps": p.uint16, "stakerBps": p.uint16, "contributorBps": p.uint16, "unattributedRecipient": p.address})}, ),
    setFeePolicyController: fun("0xf0226d25", "setFeePolicyController(uint256,address)", {"modelId": p.uint256, "controller": p.address}, ),
    trainingRunCount: viewFun("0x391386a9", "trainingRunCount()", {}, p.uint256),
}

export class Contract extends ContractBase {

    BPS() {
        return this.eth_call(functions.BPS, {})
    }

    KIND_BASE() {
        return this.eth_call(functions.KIND_BASE, {})
    }

    KIND_MERGE() {
        return this.eth_call(functions.KIND_MERGE, {})
    }

    feePolicy(modelId: FeePolicyParams["modelId"]) {
        return this.eth_call(functions.feePolicy, {modelId})
    }

    feePolicyController(modelId: FeePolicyControllerParams["modelId"]) {
        return this.eth_call(functions.feePolicyController, {modelId})
    }

    model(modelId: ModelParams["modelId"]) {
        return this.eth_call(functions.model, {modelId})
    }

    modelCount() {
        return this.eth_call(functions.modelCount, {})
    }

    ownerOf(modelId: OwnerOfParams["modelId"]) {
        return this.eth_call(functions.ownerOf, {modelId})
    }

    trainingRunCount() {
        return this.eth_call(functions.trainingRunCount, {})
    }
}

/// Event types
export type AttributionIndexCommittedEventArgs = EParams<typeof events.AttributionIndexCommitted>
export type FeePolicyControllerSetEventArgs = EParams<typeof events.FeePolicyControllerSet>
export type FeePolicySetEventArgs = EParams<typeof events.FeePolicySet>
export type ModelDeprecatedEventArgs = EParams<typeof events.ModelDeprecated>
export type ModelRegisteredEventArgs = EParams<typeof events.ModelRegistered>
export type TrainingRunRecordedEventArgs = EParams<typeof events.TrainingRunRecorded>

/// Function types
export type BPSParams = FunctionArguments<typeof functions.BPS>
export type BPSReturn = FunctionReturn<typeof functions.BPS>

export type KIND_BASEParams = FunctionArguments<typeof functions.KIND_BASE>
export type KIND_BASEReturn = FunctionReturn<typeof functions.KIND_BASE>

export type KIND_MERGEParams = FunctionArguments<typeof functions.KIND_MERGE>
export type KIND_MERGEReturn = FunctionReturn<typeof functions.KIND_MERGE>

export type CommitAttributionIndexParams = FunctionArguments<typeof functions.commitAttributionIndex>
export type CommitAttributionIndexReturn = FunctionReturn<typeof functions.commitAttributionIndex>

export type DeprecateModelParams = FunctionArguments<typeof functions.deprecateModel>
export type DeprecateModelReturn = FunctionReturn<typeof functions.deprecateModel>

export type FeePolicyParams = FunctionArguments<typeof functions.feePolicy>
export type FeePolicyReturn = FunctionReturn<typeof functions.feePolicy>

export type FeePolicyControllerParams = FunctionArguments<typeof functions.feePolicyController>
export type FeePolicyControllerReturn = FunctionReturn<typeof functions.feePolicyController>

export type ModelParams = FunctionArguments<typeof functions.model>
export type ModelReturn = FunctionReturn<typeof functions.model>

export type ModelCountParams = FunctionArguments<typeof functions.modelCount>
export type ModelCountReturn = FunctionReturn<typeof functions.modelCount>

export type OwnerOfParams = FunctionArguments<typeof functions.ownerOf>
export type OwnerOfReturn = FunctionReturn<typeof functions.ownerOf>

export type RecordTrainingRunParams = FunctionArguments<typeof functions.recordTrainingRun>
export type RecordTrainingRunReturn = FunctionReturn<typeof functions.recordTrainingRun>

export type RegisterModelParams = FunctionArguments<typeof functions.registerModel>
export type RegisterModelReturn = FunctionReturn<typeof functions.registerModel>

export type SetFeePolicyParams = FunctionArguments<typeof functions.setFeePolicy>
export type SetFeePolicyReturn = FunctionReturn<typeof functions.setFeePolicy>

export type SetFeePolicyControllerParams = FunctionArguments<typeof functions.setFeePolicyController>
export type SetFeePolicyControllerReturn = FunctionReturn<typeof functions.setFeePolicyController>

export type TrainingRunCountParams = FunctionArguments<typeof functions.trainingRunCount>
export type TrainingRunCountReturn = FunctionReturn<typeof functions.trainingRunCount>

