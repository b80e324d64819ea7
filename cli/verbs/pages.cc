#include "cli/verbs/pages.h"

#include <algorithm>
#include <memory>
#include <string>

#include "cli/output/reply_parts.h"
#include "domain/base/check.h"
#include "domain/base/status_macros.h"

namespace rufaa::cli {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;
using google::protobuf::Reflection;

constexpr int64_t kPageMax = 500;

const FieldDescriptor* FieldOf(const Message& message, const char* name) {
  const FieldDescriptor* field = message.GetDescriptor()->FindFieldByName(name);
  RUFAA_CHECK(field != nullptr);
  return field;
}

}  // namespace

absl::StatusOr<bool> TurnPages(int64_t limit, const CallForPage& call, Message& request,
                               Message& reply) {
  const FieldDescriptor* rows = RowsOf(*reply.GetDescriptor());
  RUFAA_CHECK(rows != nullptr);
  const FieldDescriptor* token = FieldOf(reply, "next_page_token");
  const FieldDescriptor* page_token = FieldOf(request, "page_token");
  const FieldDescriptor* page_size = FieldOf(request, "page_size");
  const Reflection& access = *reply.GetReflection();
  for (int64_t size = std::min(limit, kPageMax);;) {
    request.GetReflection()->SetInt32(&request, page_size, static_cast<int32_t>(size));
    const std::unique_ptr<Message> page(reply.New());
    RUFAA_RETURN_IF_ERROR(call(request, *page));
    access.ClearField(&reply, token);
    reply.MergeFrom(*page);
    const int64_t there = access.FieldSize(reply, rows);
    const std::string next = access.GetString(reply, token);
    if (next.empty() || there >= limit) {
      for (int64_t left = there; left > limit; --left) access.RemoveLast(&reply, rows);
      return there > limit || !next.empty();
    }
    // Where this page came short the next one may, too: asked for the few rows that are still
    // wanted, it could take as many calls as there are cases.
    if (access.FieldSize(*page, rows) >= size) size = std::min(limit - there, kPageMax);
    request.GetReflection()->SetString(&request, page_token, next);
  }
}

}  // namespace rufaa::cli
