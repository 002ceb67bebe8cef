#pragma once

// How far the lane may run ahead of the disk.

namespace jangteo::runtime {

// Commits that are not durable yet, at any time. Behind a commit that a loss of power tore there
// are fewer whole ones than this; as many prove damage.
inline constexpr int unflushed_commits_max = 4;

}  // namespace jangteo::runtime
