#include "services/vault/vault_service.h"

#include <utility>
#include <vector>

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

absl::Status VaultService::NotItsToAsk(const std::string& service) {
  return Refuse(Reason::NOT_PERMITTED, "The vault does not do that for this service.",
                {{"service", service}});
}

void VaultService::Seal(const Call&, const v1::SealRequest& request, v1::SealResponse* reply,
                        const Done& done) {
  done([&]() -> absl::Status {
    RUFAA_ASSIGN_OR_RETURN(const Kept kept, Of(request.county()));
    RUFAA_ASSIGN_OR_RETURN(
        Sealed sealed,
        kept.vault.Seal(request.child(), static_cast<Compartment>(request.compartment()),
                        request.place(), request.plaintext()));
    *reply->mutable_sealed() = rpc::ToProto(std::move(sealed));
    return absl::OkStatus();
  }());
}

void VaultService::Erase(const Call&, const v1::EraseRequest& request, v1::EraseResponse*,
                         const Done& done) {
  const absl::StatusOr<Kept> kept = Of(request.county());
  done(kept.ok() ? kept->vault.Erase(request.child()) : kept.status());
}

void VaultService::Index(const Call&, const v1::IndexRequest& request, v1::IndexResponse*,
                         const Done& done) {
  const absl::StatusOr<Kept> kept = Of(request.county());
  done(kept.ok() ? kept->vault.Index(request.child(), rpc::FromProto(request.likeness()))
                 : kept.status());
}

void VaultService::Match(const Call&, const v1::MatchRequest& request, v1::MatchResponse* reply,
                         const Done& done) {
  done([&]() -> absl::Status {
    RUFAA_ASSIGN_OR_RETURN(const Kept kept, Of(request.county()));
    RUFAA_ASSIGN_OR_RETURN(const std::vector<std::string> children,
                           kept.vault.Matches(rpc::FromProto(request.likeness())));
    for (const std::string& child : children) reply->add_children(child);
    return absl::OkStatus();
  }());
}

void VaultService::DeriveKey(const Call&, const v1::DeriveKeyRequest& request,
                             v1::DeriveKeyResponse* reply, const Done& done) {
  done([&]() -> absl::Status {
    RUFAA_ASSIGN_OR_RETURN(const Kept kept, Of(request.county()));
    RUFAA_ASSIGN_OR_RETURN(std::string key, kept.vault.DeriveKey(request.use()));
    reply->set_key(std::move(key));
    return absl::OkStatus();
  }());
}

void VaultService::FindReads(const Call&, const v1::FindReadsRequest& request,
                             v1::FindReadsResponse* reply, const Done& done) {
  done([&]() -> absl::Status {
    RUFAA_ASSIGN_OR_RETURN(const Kept kept, Of(request.county()));
    RUFAA_ASSIGN_OR_RETURN(const ReadsPage page, kept.book.Find(rpc::FromProto(request)));
    rpc::FillProto(page, *reply);
    return absl::OkStatus();
  }());
}

void VaultService::Read(const Call&, const v1::ReadRequest& request, v1::ReadResponse* reply,
                        const Done& done) {
  const absl::StatusOr<Kept> kept = Of(request.county());
  if (!kept.ok()) return done(kept.status());
  absl::StatusOr<ReadEntry> entry = rpc::FromProto(request.entry());
  if (!entry.ok()) return done(entry.status());
  std::vector<SealedAt> values;
  for (const v1::ValueAt& value : request.values()) {
    values.push_back({rpc::FromProto(value.sealed()), value.place()});
  }
  kept->reader.Open(*std::move(entry), std::move(values),
                    [reply, done](absl::StatusOr<std::vector<std::string>> texts) {
                      if (!texts.ok()) return done(texts.status());
                      for (std::string& text : *texts) reply->add_texts(std::move(text));
                      done(absl::OkStatus());
                    });
}

void VaultService::Record(const Call&, const v1::RecordRequest& request, v1::RecordResponse*,
                          const Done& done) {
  const absl::StatusOr<Kept> kept = Of(request.county());
  if (!kept.ok()) return done(kept.status());
  absl::StatusOr<ReadEntry> entry = rpc::FromProto(request.entry());
  if (!entry.ok()) return done(entry.status());
  kept->book.Record(*std::move(entry), done);
}

}  // namespace rufaa::vault_service
