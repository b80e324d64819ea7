#include "services/rpc/remote_book.h"

#include <grpcpp/client_context.h>

#include <utility>

#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "rufaa/vault/v1/vault_service.grpc.pb.h"
#include "services/rpc/on_behalf.h"
#include "services/rpc/validate.h"
#include "services/rpc/vault_messages.h"

namespace rufaa::rpc {
namespace {

namespace v1 = vault::v1;
using Stub = v1::VaultService::Stub;

constexpr absl::Duration kAnswerWithin = absl::Seconds(5);

absl::Status Meant(const grpc::Status& answer) {
  return KeeperSaid(answer, Reason::ACCESS_BOOK_UNAVAILABLE);
}

template <class Request, class Response>
struct Asking {
  grpc::ClientContext context;
  Request request;
  Response response;
  Asking() { OnBehalf::Prepare(context, kAnswerWithin); }
};

class RemoteBookImpl : public AccessBook {
 public:
  RemoteBookImpl(std::shared_ptr<grpc::Channel> keeper, std::string county)
      : stub_(v1::VaultService::NewStub(std::move(keeper))), county_(std::move(county)) {}

  void Record(ReadEntry entry, Done done) override {
    auto asking = std::make_shared<Asking<v1::RecordRequest, v1::RecordResponse>>();
    asking->request.set_county(county_);
    *asking->request.mutable_entry() = ToProto(entry);
    stub_->async()->Record(
        &asking->context, &asking->request, &asking->response,
        [asking, done = std::move(done)](const grpc::Status& answer) { done(Meant(answer)); });
  }

  absl::StatusOr<ReadsPage> Find(const ReadsQuery& query) override {
    Asking<v1::FindReadsRequest, v1::FindReadsResponse> asking;
    asking.request = ToProto(query);
    asking.request.set_county(county_);
    RUFAA_RETURN_IF_ERROR(
        Meant(stub_->FindReads(&asking.context, asking.request, &asking.response)));
    return FromProto(asking.response);
  }

 private:
  const std::unique_ptr<Stub> stub_;
  const std::string county_;
};

class RemoteReaderImpl : public RecordedReader {
 public:
  RemoteReaderImpl(std::shared_ptr<grpc::Channel> keeper, std::string county)
      : stub_(v1::VaultService::NewStub(std::move(keeper))), county_(std::move(county)) {}

  void Open(ReadEntry entry, std::vector<SealedAt> values, Done done) override {
    auto asking = std::make_shared<Asking<v1::ReadRequest, v1::ReadResponse>>();
    asking->request.set_county(county_);
    *asking->request.mutable_entry() = ToProto(entry);
    for (SealedAt& value : values) {
      v1::ValueAt& one = *asking->request.add_values();
      if (value.sealed.empty()) continue;
      *one.mutable_sealed() = ToProto(std::move(value.sealed));
      one.set_place(std::move(value.place));
    }
    // Refused here, with a reason: gRPC would give none, and it would seem that the book is away.
    if (absl::Status fits = CheckSize(asking->request, kMaxKeeperRequestBytes); !fits.ok()) {
      return done(std::move(fits));
    }
    stub_->async()->Read(
        &asking->context, &asking->request, &asking->response,
        [asking, done = std::move(done)](const grpc::Status& answer) {
          if (absl::Status status = Meant(answer); !status.ok()) return done(status);
          const auto& texts = asking->response.texts();
          if (texts.size() != asking->request.values_size()) {
            return done(absl::InternalError("the keeper opened another number of values"));
          }
          done(std::vector<std::string>(texts.begin(), texts.end()));
        });
  }

 private:
  const std::unique_ptr<Stub> stub_;
  const std::string county_;
};

}  // namespace

std::unique_ptr<AccessBook> RemoteBook(std::shared_ptr<grpc::Channel> keeper, std::string county) {
  return std::make_unique<RemoteBookImpl>(std::move(keeper), std::move(county));
}

std::unique_ptr<RecordedReader> RemoteReader(std::shared_ptr<grpc::Channel> keeper,
                                             std::string county) {
  return std::make_unique<RemoteReaderImpl>(std::move(keeper), std::move(county));
}

}  // namespace rufaa::rpc
