#include "tests/eventlog/county_log_contract.h"

namespace rufaa {

INSTANTIATE_TEST_SUITE_P(Every, CountyLogContract,
                         ::testing::Values(KindOf<MemoryLogUnderTest>("Memory"),
                                           KindOf<EmbeddedLogUnderTest>("Embedded")),
                         [](const auto& info) { return info.param.name; });

}  // namespace rufaa
