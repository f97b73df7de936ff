// Generated from contracts/abi by `npm run codegen -w squid`. Do not edit.
import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    ComputeJobRecorded: event("0x7f85e1864defc330076818c97556f444a49af865ed828d9ca4fb8f717e35d9fd", "ComputeJobRecorded(uint256,uint256,uint8,uint256,uint64)", {"jobId": indexed(p.uint256), "nodeId": indexed(p.uint256), "kind": p.uint8, "subjectId": indexed(p.uint256), "gpuSeconds": p.uint64}),
    ComputeNodeRegistered: event("0xba09ac891b289d211aaec8731f5b81d7590177c8e8e4b9a9dcb68c50ba29bde0", "ComputeNodeRegistered(uint256,address,string,string)", {"nodeId": indexed(p.uint256), "operator": indexed(p.address), "network": p.string, "gpu": p.string}),
}

export const functions = {
    KIND_SERVE: viewFun("0x29d94849", "KIND_SERVE()", {}, p.uint8),
    KIND_TRAIN: viewFun("0xa98f65af", "KIND_TRAIN()", {}, p.uint8),
    jobCount: viewFun("0x4c5d8a0f", "jobCount()", {}, p.uint256),
    nodeCount: viewFun("0x6da49b83", "nodeCount()", {}, p.uint256),
    operatorOf: viewFun("0xf41875e1", "operatorOf(uint256)", {"nodeId": p.uint256}, p.address),
    recordJob: fun("0x11a1d8f2", "recordJob(uint256,uint8,uint256,uint64)", {"nodeId": p.uint256, "kind": p.uint8, "subjectId": p.uint256, "gpuSeconds": p.uint64}, p.uint256),
    registerNode: fun("0xd3983524", "registerNode(string,string)", {"network": p.string, "gpu": p.string}, p.uint256),
}

export class Contract extends ContractBase {

    KIND_SERVE() {
        return this.eth_call(functions.KIND_SERVE, {})
    }

    KIND_TRAIN() {
        return this.eth_call(functions.KIND_TRAIN, {})
    }

    jobCount() {
        return this.eth_call(functions.jobCount, {})
    }

    nodeCount() {
        return this.eth_call(functions.nodeCount, {})
    }

    operatorOf(nodeId: OperatorOfParams["nodeId"]) {
        return this.eth_call(functions.operatorOf, {nodeId})
    }
}

/// Event types
export type ComputeJobRecordedEventArgs = EParams<typeof events.ComputeJobRecorded>
export type ComputeNodeRegisteredEventArgs = EParams<typeof events.ComputeNodeRegistered>

/// Function types
export type KIND_SERVEParams = FunctionArguments<typeof functions.KIND_SERVE>
export type KIND_SERVEReturn = FunctionReturn<typeof functions.KIND_SERVE>

export type KIND_TRAINParams = FunctionArguments<typeof functions.KIND_TRAIN>
export type KIND_TRAINReturn = FunctionReturn<typeof functions.KIND_TRAIN>

export type JobCountParams = FunctionArguments<typeof functions.jobCount>
export type JobCountReturn = FunctionReturn<typeof functions.jobCount>

export type NodeCountParams = FunctionArguments<typeof functions.nodeCount>
export type NodeCountReturn = FunctionReturn<typeof functions.nodeCount>

export type OperatorOfParams = FunctionArguments<typeof functions.operatorOf>
export type OperatorOfReturn = FunctionReturn<typeof functions.operatorOf>

export type RecordJobParams = FunctionArguments<typeof functions.recordJob>
export type RecordJobReturn = FunctionReturn<typeof functions.recordJob>

export type RegisterNodeParams = FunctionArguments<typeof functions.registerNode>
export type RegisterNodeReturn = FunctionReturn<typeof functions.registerNode>

