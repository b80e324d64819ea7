#include "services/vault/vault_service.h"

#include "domain/base/refusal.h"
#include "domain/base/status_macros.h"
#include "services/rpc/vault_messages.h"

namespace rufaa::vault_service {

absl::StatusOr<VaultService::Kept> VaultService::Of(const std::string& county) const {
  const auto found = kept_.find(county);
  if (found == kept_.end()) {
    return Refuse(Reason::VAULT_UNAVAILABLE, "This process does not keep that county's keys.",
                  {{"county", county}});
  }
  return found->second;
}

template <class Request, class Reply, class Handle>
grpc::ServerUnaryReactor* VaultService::RunLater(absl::string_view method,
                                                 grpc::CallbackServerContext* context,
                                                 const Request* request, Reply* reply,
                                                 Handle handle) {
  return rpc::Unary(host_, method, rpc::Session::kNone, context, request, reply,
                    [this, handle](const rpc::CallPtr&, const Request& asked, Reply* answer,
                                   const rpc::Done& done) {
                      const absl::StatusOr<Kept> kept = Of(asked.county());
                      if (!kept.ok()) return done(kept.status());
                      handle(*kept, asked, answer, done);
                    });
}

template <class Request, class Reply, class Handle>
grpc::ServerUnaryReactor* VaultService::Run(absl::string_view method,
                                            grpc::CallbackServerContext* context,
                                            const Request* request, Reply* reply, Handle handle) {
  return RunLater(method, context, request, reply,
                  [handle](Kept kept, const Request& asked, Reply* answer, const rpc::Done& done) {
                    done(handle(kept.vault, asked, answer));
                  });
}

grpc::ServerUnaryReactor* VaultService::Seal(grpc::CallbackServerContext* context,
                                             const v1::SealRequest* request,
                                             v1::SealResponse* reply) {
  return Run(RUFAA_METHOD_NAME(Seal), context, request, reply,
             [](Vault& vault, const v1::SealRequest& asked, v1::SealResponse* answer) {
               absl::StatusOr<Sealed> sealed =
                   vault.Seal(asked.child(), static_cast<Compartment>(asked.compartment()),
                              asked.place(), asked.plaintext());
               RUFAA_RETURN_IF_ERROR(sealed.status());
               *answer->mutable_sealed() = rpc::ToProto(*std::move(sealed));
               return absl::OkStatus();
             });
}

grpc::ServerUnaryReactor* VaultService::Read(grpc::CallbackServerContext* context,
                                             const v1::ReadRequest* request,
                                             v1::ReadResponse* reply) {
  return RunLater(
      RUFAA_METHOD_NAME(Read), context, request, reply,
      [](Kept kept, const v1::ReadRequest& asked, v1::ReadResponse* answer, const rpc::Done& done) {
        absl::StatusOr<ReadEntry> entry = rpc::FromProto(asked.entry());
        if (!entry.ok()) return done(entry.status());
        std::vector<SealedAt> values;
        for (const v1::ValueAt& value : asked.values()) {
          values.push_back({rpc::FromProto(value.sealed()), value.place()});
        }
        kept.reader.Open(*std::move(entry), std::move(values),
                         [answer, done](absl::StatusOr<std::vector<std::string>> texts) {
                           if (!texts.ok()) return done(texts.status());
                           for (std::string& text : *texts) {
                             answer->add_texts(std::move(text));
                           }
                           done(absl::OkStatus());
                         });
      });
}

grpc::ServerUnaryReactor* VaultService::Record(grpc::CallbackServerContext* context,
                                               const v1::RecordRequest* request,
                                               v1::RecordResponse* reply) {
  return RunLater(
      RUFAA_METHOD_NAME(Record), context, request, reply,
      [](Kept kept, const v1::RecordRequest& asked, v1::RecordResponse*, const rpc::Done& done) {
        absl::StatusOr<ReadEntry> entry = rpc::FromProto(asked.entry());
        if (!entry.ok()) return done(entry.status());
        kept.book.Record(*std::move(entry), done);
      });
}

grpc::ServerUnaryReactor* VaultService::FindReads(grpc::CallbackServerContext* context,
                                                  const v1::FindReadsRequest* request,
                                                  v1::FindReadsResponse* reply) {
  return RunLater(RUFAA_METHOD_NAME(FindReads), context, request, reply,
                  [](Kept kept, const v1::FindReadsRequest& asked, v1::FindReadsResponse* answer,
                     const rpc::Done& done) {
                    const absl::StatusOr<ReadsPage> page = kept.book.Find(rpc::FromProto(asked));
                    if (!page.ok()) return done(page.status());
                    rpc::FillProto(*page, *answer);
                    done(absl::OkStatus());
                  });
}

grpc::ServerUnaryReactor* VaultService::Erase(grpc::CallbackServerContext* context,
                                              const v1::EraseRequest* request,
                                              v1::EraseResponse* reply) {
  return Run(RUFAA_METHOD_NAME(Erase), context, request, reply,
             [](Vault& vault, const v1::EraseRequest& asked, v1::EraseResponse*) {
               return vault.Erase(asked.child());
             });
}

grpc::ServerUnaryReactor* VaultService::WasErased(grpc::CallbackServerContext* context,
                                                  const v1::WasErasedRequest* request,
                                                  v1::WasErasedResponse* reply) {
  return Run(RUFAA_METHOD_NAME(WasErased), context, request, reply,
             [](Vault& vault, const v1::WasErasedRequest& asked, v1::WasErasedResponse* answer) {
               answer->set_erased(vault.Erased(asked.child()));
               return absl::OkStatus();
             });
}

grpc::ServerUnaryReactor* VaultService::Index(grpc::CallbackServerContext* context,
                                              const v1::IndexRequest* request,
                                              v1::IndexResponse* reply) {
  return Run(RUFAA_METHOD_NAME(Index), context, request, reply,
             [](Vault& vault, const v1::IndexRequest& asked, v1::IndexResponse*) {
               return vault.Index(asked.child(), rpc::FromProto(asked.likeness()));
             });
}

grpc::ServerUnaryReactor* VaultService::Match(grpc::CallbackServerContext* context,
                                              const v1::MatchRequest* request,
                                              v1::MatchResponse* reply) {
  return Run(RUFAA_METHOD_NAME(Match), context, request, reply,
             [](Vault& vault, const v1::MatchRequest& asked, v1::MatchResponse* answer) {
               const absl::StatusOr<std::vector<std::string>> children =
                   vault.Matches(rpc::FromProto(asked.likeness()));
               RUFAA_RETURN_IF_ERROR(children.status());
               for (const std::string& child : *children) answer->add_children(child);
               return absl::OkStatus();
             });
}

grpc::ServerUnaryReactor* VaultService::DeriveKey(grpc::CallbackServerContext* context,
                                                  const v1::DeriveKeyRequest* request,
                                                  v1::DeriveKeyResponse* reply) {
  return Run(RUFAA_METHOD_NAME(DeriveKey), context, request, reply,
             [](Vault& vault, const v1::DeriveKeyRequest& asked, v1::DeriveKeyResponse* answer) {
               absl::StatusOr<std::string> key = vault.DeriveKey(asked.use());
               RUFAA_RETURN_IF_ERROR(key.status());
               answer->set_key(*std::move(key));
               return absl::OkStatus();
             });
}

}  // namespace rufaa::vault_service
