// The contract of a county log, and the model, on a real broker.
#include "tests/eventlog/county_log_contract.h"
#include "tests/eventlog/kafka_log_under_test.h"
#include "tests/eventlog/log_against_model.h"

namespace rufaa {
namespace {

INSTANTIATE_TEST_SUITE_P(Kafka, CountyLogContract,
                         ::testing::Values(KindOf<KafkaLogUnderTest>("Kafka")),
                         [](const auto& info) { return info.param.name; });

INSTANTIATE_TEST_SUITE_P(Seeds, LogAgainstModel,
                         ::testing::Combine(::testing::Values(KindOf<KafkaLogUnderTest>("Kafka")),
                                            ::testing::Range(1u, 4u)));

}  // namespace
}  // namespace rufaa
