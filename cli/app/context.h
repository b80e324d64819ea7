// What a verb has to work with: its settings, a hub to call, a session, and where to print.
#pragma once

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/time/clock.h"
#include "cli/app/app.h"
#include "cli/config/settings.h"
#include "cli/message/fields.h"
#include "cli/output/printer.h"
#include "cli/output/progress.h"
#include "cli/rpc/connection.h"
#include "cli/session/session_store.h"
#include "google/protobuf/message.h"

namespace rufaa::cli {

class Context {
 public:
  Context(const App& app, Settings settings);

  const App& app() const { return app_; }
  const Settings& settings() const { return settings_; }
  Printer& printer() { return printer_; }
  Reading reading() const { return {settings_.zone(), absl::Now()}; }
  // A person is there to answer.
  bool MayAsk() const;

  // Of --profile. Reads the session once; from then on the connection carries it.
  absl::Status SignIn();
  // Empty until SignIn() or KeepSession() gave one.
  const Session& session() const { return session_; }
  // A new session, or (with an empty token) none any more.
  absl::Status KeepSession(const Session& session);

  // Makes the way to the hub of --server, without connecting yet. A usage error where that can't be
  // one: ask before a secret is asked for.
  absl::Status Reach();
  // Once Reach, SignIn or a call was OK; signed in or not.
  Connection& connection();
  // Calls "casework.GetCase" or any other unary method as the signed-in person; retries as the
  // connection does. Remembers the reply's revision, to read back what was written.
  absl::Status Call(absl::string_view method, const google::protobuf::Message& request,
                    google::protobuf::Message& reply);
  // The same with a deadline of its own.
  absl::Status CallWithin(absl::Duration timeout, absl::string_view method,
                          const google::protobuf::Message& request,
                          google::protobuf::Message& reply);
  // The same as Call, without a session.
  absl::Status CallUnsigned(absl::string_view method, const google::protobuf::Message& request,
                            google::protobuf::Message& reply);

  // A long job's progress, on standard error.
  Progress NewProgress(std::string what, uint64_t total) const;

 private:
  absl::Status Send(absl::Duration timeout, absl::string_view method,
                    const google::protobuf::Message& request, google::protobuf::Message& reply);
  void Remember(const google::protobuf::Message& reply);
  void WarnOfAge(absl::Duration age);
  const App& app_;
  const Settings settings_;
  Printer printer_;
  std::unique_ptr<Connection> connection_;
  Session session_;
  bool signed_in_ = false;
  bool told_of_age_ = false;
};

// "casework.GetCase" → rufaa.casework.v1.CaseworkService.GetCase; it must exist.
const google::protobuf::MethodDescriptor& MethodNamed(absl::string_view method);

}  // namespace rufaa::cli
