#include "eventlog/kafka/topic_writer.h"

#include "domain/base/check.h"
#include "domain/base/status_macros.h"
#include "eventlog/steady_time.h"

namespace rufaa {
namespace {

constexpr char kTraceParent[] = "traceparent";  // Of W3C Trace Context.

}  // namespace

absl::StatusOr<std::unique_ptr<TopicWriter>> TopicWriter::Open(const KafkaTopic& topic,
                                                               absl::Time deadline) {
  std::unique_ptr<TopicWriter> writer(new TopicWriter(topic));
  RUFAA_RETURN_IF_ERROR(writer->Connect());
  RUFAA_RETURN_IF_ERROR(
      ReadMetadata(writer->client_.get(), topic.name, deadline - SteadyNow()).status());
  return writer;
}

TopicWriter::~TopicWriter() { Close(); }

absl::Status TopicWriter::Connect() {
  RUFAA_ASSIGN_OR_RETURN(client_, NewKafkaProducer(topic_, OnReport, this));
  handle_.reset(rd_kafka_topic_new(client_.get(), topic_.name.c_str(), nullptr));
  RUFAA_CHECK(handle_ != nullptr);
  return absl::OkStatus();
}

// What is still in line goes no further: librdkafka would wait for it.
void TopicWriter::Close() {
  if (client_ == nullptr) return;
  rd_kafka_purge(client_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
  handle_.reset();
  client_.reset();
}

bool TopicWriter::Send(absl::string_view record, uint64_t token,
                       absl::Span<const absl::string_view> traces) {
  if (client_ == nullptr) return false;
  KafkaOwned<rd_kafka_headers_t> headers(traces.empty() ? nullptr
                                                        : rd_kafka_headers_new(traces.size()));
  for (const absl::string_view trace : traces) {
    rd_kafka_header_add(headers.get(), kTraceParent, sizeof(kTraceParent) - 1, trace.data(),
                        static_cast<ssize_t>(trace.size()));
  }
  // librdkafka takes a pointer it could write to, but with a copy asked for it only reads.
  void* const bytes = const_cast<char*>(record.data());
  const bool sent =
      rd_kafka_producev(
          client_.get(), RD_KAFKA_V_RKT(handle_.get()), RD_KAFKA_V_PARTITION(0),
          RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY), RD_KAFKA_V_VALUE(bytes, record.size()),
          RD_KAFKA_V_OPAQUE(reinterpret_cast<void*>(token)), RD_KAFKA_V_HEADERS(headers.get()),
          RD_KAFKA_V_END) == RD_KAFKA_RESP_ERR_NO_ERROR;
  if (sent) (void)headers.release();  // They are librdkafka's now, and only then.
  return sent;
}

void TopicWriter::OnReport(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
  if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) return;
  static_cast<TopicWriter*>(opaque)->failed_.push_back(
      {.token = reinterpret_cast<uint64_t>(message->_private),
       .too_large = message->err == RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE,
       .surely_absent = rd_kafka_message_status(message) == RD_KAFKA_MSG_STATUS_NOT_PERSISTED});
}

TopicWriter::Reports TopicWriter::Poll() {
  if (client_ == nullptr) return {.failed = {}, .dead = true};
  rd_kafka_poll(client_.get(), 0);
  char ignored[128];
  Reports reports{.failed = std::move(failed_), .dead = false};
  failed_.clear();
  reports.dead =
      rd_kafka_fatal_error(client_.get(), ignored, sizeof(ignored)) != RD_KAFKA_RESP_ERR_NO_ERROR;
  return reports;
}

void TopicWriter::Renew() {
  Close();
  failed_.clear();
  // The same settings were taken before, but files that they name may be missing now: whoever is
  // told again that the producer is dead tries again.
  Connect().IgnoreError();
}

}  // namespace rufaa
