// Generated from contracts/abi by `npm run codegen -w squid`. Do not edit.
import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    InferenceSettled: event("0xb8669f0250e57a65b8e8a319c3277f389ccc5a290d99f52fda72a3f75ed10157", "InferenceSettled(uint256,uint256,address,uint64,uint64,uint256,bytes32,string)", {"inferenceId": indexed(p.uint256), "modelId": indexed(p.uint256), "payer": indexed(p.address), "inputTokens": p.uint64, "outputTokens": p.uint64, "feeWei": p.uint256, "transcriptDigest": p.bytes32, "transcriptURI": p.string}),
}

export const functions = {
    TOKENS_PER_RATE: viewFun("0xbd4b5fd0", "TOKENS_PER_RATE()", {}, p.uint256),
    approveGateway: fun("0x5900134f", "approveGateway(address,uint256)", {"gateway": p.address, "limitWei": p.uint256}, ),
    deposit: fun("0xd0e30db0", "deposit()", {}, ),
    depositOf: viewFun("0x23e3fbd5", "depositOf(address)", {"payer": p.address}, p.uint256),
    gatewayLimitWei: viewFun("0xa4c7599d", "gatewayLimitWei(address,address)", {"payer": p.address, "gateway": p.address}, p.uint256),
    inferenceCount: viewFun("0x740c4fa4", "inferenceCount()", {}, p.uint256),
    models: viewFun("0x9986df2c", "models()", {}, p.address),
    quote: viewFun("0x836b5f34", "quote(uint256,uint64,uint64)", {"modelId": p.uint256, "inputTokens": p.uint64, "outputTokens": p.uint64}, p.uint256),
    settle: fun("0x3d250134", "settle(address,uint256,uint64,uint64,bytes32,string)", {"payer": p.address, "modelId": p.uint256, "inputTokens": p.uint64, "outputTokens": p.uint64, "transcriptDigest": p.bytes32, "transcriptURI": p.string}, p.uint256),
    settlement: viewFun("0x51160630", "settlement()", {}, p.address),
    withdraw: fun("0x2e1a7d4d", "withdraw(uint256)", {"amountWei": p.uint256}, ),
}

export class Contract extends ContractBase {

    TOKENS_PER_RATE() {
        return this.eth_call(functions.TOKENS_PER_RATE, {})
    }

    depositOf(payer: DepositOfParams["payer"]) {
        return this.eth_call(functions.depositOf, {payer})
    }

    gatewayLimitWei(payer: GatewayLimitWeiParams["payer"], gateway: GatewayLimitWeiParams["gateway"]) {
        return this.eth_call(functions.gatewayLimitWei, {payer, gateway})
    }

    inferenceCount() {
        return this.eth_call(functions.inferenceCount, {})
    }

    models() {
        return this.eth_call(functions.models, {})
    }

    quote(modelId: QuoteParams["modelId"], inputTokens: QuoteParams["inputTokens"], outputTokens: QuoteParams["outputTokens"]) {
        return this.eth_call(functions.quote, {modelId, inputTokens, outputTokens})
    }

    settlement() {
        return this.eth_call(functions.settlement, {})
    }
}

/// Event types
export type InferenceSettledEventArgs = EParams<typeof events.InferenceSettled>

/// Function types
export type TOKENS_PER_RATEParams = FunctionArguments<typeof functions.TOKENS_PER_RATE>
export type TOKENS_PER_RATEReturn = FunctionReturn<typeof functions.TOKENS_PER_RATE>

export type ApproveGatewayParams = FunctionArguments<typeof functions.approveGateway>
export type ApproveGatewayReturn = FunctionReturn<typeof functions.approveGateway>

export type DepositParams = FunctionArguments<typeof functions.deposit>
export type DepositReturn = FunctionReturn<typeof functions.deposit>

export type DepositOfParams = FunctionArguments<typeof functions.depositOf>
export type DepositOfReturn = FunctionReturn<typeof functions.depositOf>

export type GatewayLimitWeiParams = FunctionArguments<typeof functions.gatewayLimitWei>
export type GatewayLimitWeiReturn = FunctionReturn<typeof functions.gatewayLimitWei>

export type InferenceCountParams = FunctionArguments<typeof functions.inferenceCount>
export type InferenceCountReturn = FunctionReturn<typeof functions.inferenceCount>

export type ModelsParams = FunctionArguments<typeof functions.models>
export type ModelsReturn = FunctionReturn<typeof functions.models>

export type QuoteParams = FunctionArguments<typeof functions.quote>
export type QuoteReturn = FunctionReturn<typeof functions.quote>

export type SettleParams = FunctionArguments<typeof functions.settle>
export type SettleReturn = FunctionReturn<typeof functions.settle>

export type SettlementParams = FunctionArguments<typeof functions.settlement>
export type SettlementReturn = FunctionReturn<typeof functions.settlement>

export type WithdrawParams = FunctionArguments<typeof functions.withdraw>
export type WithdrawReturn = FunctionReturn<typeof functions.withdraw>

