// Generated from contracts/abi by `npm run codegen -w squid`. Do not edit.
import * as p from '@subsquid/evm-codec'
import { event, fun, viewFun, indexed, ContractBase } from '@subsquid/evm-abi'
import type { EventParams as EParams, FunctionArguments, FunctionReturn } from '@subsquid/evm-abi'

export const events = {
    ContributionReviewed: event("0xb1f3db31d9d976c44c7d6e9a8aab16009515e78e37a99b6bde60cb6c93e65250", "ContributionReviewed(uint256,address,bool,uint16,string)", {"contributionId": indexed(p.uint256), "reviewer": indexed(p.address), "accepted": p.bool, "qualityBps": p.uint16, "reasonURI": p.string}),
    ContributionSubmitted: event("0xff2649b919d9d9dd860a707fef8f74f9eeec8d4e184b601feafa59eaf91aaad2", "ContributionSubmitted(uint256,uint256,address,bytes32,string,string,uint64,uint64)", {"contributionId": indexed(p.uint256), "datanetId": indexed(p.uint256), "contributor": indexed(p.address), "contentDigest": p.bytes32, "contentURI": p.string, "license": p.string, "rowCount": p.uint64, "byteCount": p.uint64}),
    ContributionWithdrawn: event("0x0b74754001c1b1eb791f723bc441a59db8832e558c0d02c60f31002b9ce30bd8", "ContributionWithdrawn(uint256,string)", {"contributionId": indexed(p.uint256), "reason": p.string}),
    ContributorPenalized: event("0x9939ecbf1e8fa960b6ce215411f167541387755b96809b0413d4a9fa7ba306d1", "ContributorPenalized(address,uint256,uint16,uint256,string)", {"contributor": indexed(p.address), "contributionId": indexed(p.uint256), "penaltyBps": p.uint16, "slashedWei": p.uint256, "reason": p.string}),
    DatanetCreated: event("0xfab0473cad407a81a1412acea42c952ad28fbbcbac10dc760f1bed0e2ce024bb", "DatanetCreated(uint256,address,string,string,bytes32)", {"datanetId": indexed(p.uint256), "owner": indexed(p.address), "name": p.string, "metadataURI": p.string, "metadataDigest": p.bytes32}),
    DatanetVersionPublished: event("0x40603adac8c684b2823f5ed8bd65de2d3e226432094bc760d710d6ca319cdc96", "DatanetVersionPublished(uint256,uint64,bytes32,uint64)", {"datanetId": indexed(p.uint256), "version": indexed(p.uint64), "contributionsRoot": p.bytes32, "contributionCount": p.uint64}),
}

export const functions = {
    BPS: viewFun("0x249d39e9", "BPS()", {}, p.uint16),
    claimStake: fun("0xeb321173", "claimStake()", {}, p.uint256),
    claimableStakeWei: viewFun("0xcdf2555e", "claimableStakeWei(address)", {"account": p.address}, p.uint256),
    contribution: viewFun("0xe8709c40", "contribution(uint256)", {"contributionId": p.uint256}, p.struct({"datanetId": p.uint256, "contributor": p.address, "state": p.uint8, "qualityBps": p.uint16, "stakeWei": p.uint256, "contentDigest": p.bytes32})),
    contributionCount: viewFun("0x5b18056b", "contributionCount()", {}, p.uint256),
    createDatanet: fun("0x637ffe81", "createDatanet(string,string,bytes32)", {"name": p.string, "metadataURI": p.string, "metadataDigest": p.bytes32}, p.uint256),
    datanet: viewFun("0x71111b41", "datanet(uint256)", {"datanetId": p.uint256}, p.struct({"owner": p.address, "latestVersion": p.uint64, "acceptedCount": p.uint64, "metadataDigest": p.bytes32})),
    datanetCount: viewFun("0x49f62af4", "datanetCount()", {}, p.uint256),
    penalizeContributor: fun("0x29e26d92", "penalizeContributor(uint256,uint16,string)", {"contributionId": p.uint256, "penaltyBps": p.uint16, "reason": p.string}, ),
    publishVersion: fun("0x51aad24e", "publishVersion(uint256,bytes32,uint64)", {"datanetId": p.uint256, "contributionsRoot": p.bytes32, "contributionCount_": p.uint64}, p.uint64),
    reviewContribution: fun("0x355bde8c", "reviewContribution(uint256,bool,uint16,string)", {"contributionId": p.uint256, "accepted": p.bool, "qualityBps": p.uint16, "reasonURI": p.string}, ),
    submitContribution: fun("0xc56592d5", "submitContribution(uint256,bytes32,string,string,uint64,uint64)", {"datanetId": p.uint256, "contentDigest": p.bytes32, "contentURI": p.string, "license": p.string, "rowCount": p.uint64, "byteCount": p.uint64}, p.uint256),
    treasury: viewFun("0x61d027b3", "treasury()", {}, p.address),
    withdrawContribution: fun("0x5f378382", "withdrawContribution(uint256,string)", {"contributionId": p.uint256, "reason": p.string}, ),
}

export class Contract extends ContractBase {

    BPS() {
        return this.eth_call(functions.BPS, {})
    }

    claimableStakeWei(account: ClaimableStakeWeiParams["account"]) {
        return this.eth_call(functions.claimableStakeWei, {account})
    }

    contribution(contributionId: ContributionParams["contributionId"]) {
        return this.eth_call(functions.contribution, {contributionId})
    }

    contributionCount() {
        return this.eth_call(functions.contributionCount, {})
    }

    datanet(datanetId: DatanetParams["datanetId"]) {
        return this.eth_call(functions.datanet, {datanetId})
    }

    datanetCount() {
        return this.eth_call(functions.datanetCount, {})
    }

    treasury() {
        return this.eth_call(functions.treasury, {})
    }
}

/// Event types
export type ContributionReviewedEventArgs = EParams<typeof events.ContributionReviewed>
export type ContributionSubmittedEventArgs = EParams<typeof events.ContributionSubmitted>
export type ContributionWithdrawnEventArgs = EParams<typeof events.ContributionWithdrawn>
export type ContributorPenalizedEventArgs = EParams<typeof events.ContributorPenalized>
export type DatanetCreatedEventArgs = EParams<typeof events.DatanetCreated>
export type DatanetVersionPublishedEventArgs = EParams<typeof events.DatanetVersionPublished>

/// Function types
export type BPSParams = FunctionArguments<typeof functions.BPS>
export type BPSReturn = FunctionReturn<typeof functions.BPS>

export type ClaimStakeParams = FunctionArguments<typeof functions.claimStake>
export type ClaimStakeReturn = FunctionReturn<typeof functions.claimStake>

export type ClaimableStakeWeiParams = FunctionArguments<typeof functions.claimableStakeWei>
export type ClaimableStakeWeiReturn = FunctionReturn<typeof functions.claimableStakeWei>

export type ContributionParams = FunctionArguments<typeof functions.contribution>
export type ContributionReturn = FunctionReturn<typeof functions.contribution>

export type ContributionCountParams = FunctionArguments<typeof functions.contributionCount>
export type ContributionCountReturn = FunctionReturn<typeof functions.contributionCount>

export type CreateDatanetParams = FunctionArguments<typeof functions.createDatanet>
export type CreateDatanetReturn = FunctionReturn<typeof functions.createDatanet>

export type DatanetParams = FunctionArguments<typeof functions.datanet>
export type DatanetReturn = FunctionReturn<typeof functions.datanet>

export type DatanetCountParams = FunctionArguments<typeof functions.datanetCount>
export type DatanetCountReturn = FunctionReturn<typeof functions.datanetCount>

export type PenalizeContributorParams = FunctionArguments<typeof functions.penalizeContributor>
export type PenalizeContributorReturn = FunctionReturn<typeof functions.penalizeContributor>

export type PublishVersionParams = FunctionArguments<typeof functions.publishVersion>
export type PublishVersionReturn = FunctionReturn<typeof functions.publishVersion>

export type ReviewContributionParams = FunctionArguments<typeof functions.reviewContribution>
export type ReviewContributionReturn = FunctionReturn<typeof functions.reviewContribution>

export type SubmitContributionParams = FunctionArguments<typeof functions.submitContribution>
export type SubmitContributionReturn = FunctionReturn<typeof functions.submitContribution>

export type TreasuryParams = FunctionArguments<typeof functions.treasury>
export type TreasuryReturn = FunctionReturn<typeof functions.treasury>

export type WithdrawContributionParams = FunctionArguments<typeof functions.withdrawContribution>
export type WithdrawContributionReturn = FunctionReturn<typeof functions.withdrawContribution>

