// SPDX-License-Identifier: GPL-3.0-or-later
pragma solidity 0.8.37;

/// @title An account that, when it is paid, makes the call it was armed with once more
/// @dev For tests only. Swallows the failure of the second call, so that the first may succeed.
contract Reenterer {
    address public target;
    bytes public call;
    uint256 public attempts;
    uint256 public successes;

    function arm(address target_, bytes calldata call_) external {
        target = target_;
        call = call_;
    }

    function execute(address to, bytes calldata data) external payable {
        (bool ok, bytes memory answer) = to.call{value: msg.value}(data);
        if (!ok) {
            assembly {
                revert(add(answer, 32), mload(answer))
            }
        }
    }

    receive() external payable {
        if (target == address(0)) return;
        attempts++;
        (bool ok,) = target.call(call);
        if (ok) successes++;
    }
}
