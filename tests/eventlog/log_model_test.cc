#include "tests/eventlog/log_against_model.h"

namespace rufaa {
namespace {

INSTANTIATE_TEST_SUITE_P(
    Seeds, LogAgainstModel,
    ::testing::Combine(::testing::Values(KindOf<EmbeddedLogUnderTest>("Embedded")),
                       ::testing::Range(1u, 9u)));

}  // namespace
}  // namespace rufaa
