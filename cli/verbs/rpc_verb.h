// A verb that is one call: what it takes is read off the request's proto, what it shows off the
// reply's. A new method becomes a verb with one line in a table.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "cli/app/app.h"
#include "cli/app/context.h"
#include "google/protobuf/message.h"

namespace rufaa::cli {

struct RpcVerb {
  std::string group, name;
  std::string method;  // "casework.RegisterCase"
  // Fields given by place rather than by flag. Empty: the case or referral code, if it is required.
  std::vector<std::string> arguments = {};
  // Fields with a value unless another is given, as it would be typed.
  std::map<std::string, std::string> defaults = {};
  // Of the rows shown as a table; empty: all that have a value.
  std::vector<std::string> columns = {};
  // Asked for, part by part, where nothing else was given and somebody is there to answer.
  bool asks_for_child = false;
  // Must be confirmed by typing the code again, or --yes: it can't be undone.
  std::string confirm = {};
  // A secret to be known where the argument is left out, since one's own account is then meant;
  // asked for if it was not given.
  std::string own_secret = {};
  // Its `agency` is the caller's own unless another is given.
  bool own_agency = false;
  // Fields without a flag: other programs need them.
  std::vector<std::string> hidden = {};
  // Instead of the method's comment.
  std::string help = {};
};

Verb MakeVerb(const RpcVerb& verb);
void AddRpcVerbs(App& app, const std::vector<RpcVerb>& verbs);

// The steps, for verbs that are a little more than a call.
absl::Status FillRequest(Context& context, const Args& args, const RpcVerb& verb,
                         google::protobuf::Message& request);
absl::Status RunRpc(Context& context, const Args& args, const RpcVerb& verb);

}  // namespace rufaa::cli
