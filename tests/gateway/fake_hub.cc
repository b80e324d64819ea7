#include "tests/gateway/fake_hub.h"

#include <utility>

#include "absl/time/clock.h"

namespace rufaa {
namespace {

grpc::ByteBuffer BufferOf(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::string BytesOf(const grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string bytes;
  if (!buffer.Dump(&slices).ok()) return bytes;
  for (const grpc::Slice& slice : slices) {
    bytes.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return bytes;
}

}  // namespace

class FakeHub::Reactor : public grpc::ServerGenericBidiReactor {
 public:
  Reactor(FakeHub& hub, grpc::GenericCallbackServerContext* context)
      : hub_(hub), context_(context) {
    StartRead(&incoming_);
  }

  void OnReadDone(bool ok) override {
    Call call{.method = context_->method(),
              .request = ok ? BytesOf(incoming_) : "",
              .metadata = {},
              .left = absl::FromChrono(context_->deadline()) - absl::Now()};
    for (const auto& [name, value] : context_->client_metadata()) {
      call.metadata.emplace(std::string(name.data(), name.size()),
                            std::string(value.data(), value.size()));
    }
    reply_ = hub_.AnswerTo(call);
    for (const auto& [name, value] : reply_.leading) context_->AddInitialMetadata(name, value);
    for (const auto& [name, value] : reply_.trailing) context_->AddTrailingMetadata(name, value);
    WriteNext();
  }
  void OnWriteDone(bool ok) override { ok ? WriteNext() : Finish(grpc::Status::CANCELLED); }
  void OnCancel() override {
    if (!reply_.stays_open) return;
    {
      const std::lock_guard lock(hub_.mutex_);
      ++hub_.cancelled_;
      hub_.changed_.notify_all();
    }
    Finish(grpc::Status::CANCELLED);
  }
  void OnDone() override { delete this; }

 private:
  void WriteNext() {
    if (next_ < reply_.messages.size()) {
      outgoing_ = BufferOf(reply_.messages[next_++]);
      return StartWrite(&outgoing_);
    }
    if (!reply_.stays_open) Finish(reply_.status);
  }

  FakeHub& hub_;
  grpc::GenericCallbackServerContext* const context_;
  grpc::ByteBuffer incoming_, outgoing_;
  Reply reply_;
  size_t next_ = 0;
};

class FakeHub::Service : public grpc::CallbackGenericService {
 public:
  explicit Service(FakeHub& hub) : hub_(hub) {}
  grpc::ServerGenericBidiReactor* CreateReactor(
      grpc::GenericCallbackServerContext* context) override {
    return new Reactor(hub_, context);
  }

 private:
  FakeHub& hub_;
};

FakeHub::FakeHub() : service_(std::make_unique<Service>(*this)) {
  grpc::ServerBuilder builder;
  builder.RegisterCallbackGenericService(service_.get());
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port_);
  server_ = builder.BuildAndStart();
}

FakeHub::~FakeHub() {
  server_->Shutdown(std::chrono::system_clock::now());
  server_->Wait();
}

std::shared_ptr<grpc::Channel> FakeHub::Channel() {
  return server_->InProcessChannel(grpc::ChannelArguments());
}

FakeHub::Reply FakeHub::AnswerTo(const Call& call) {
  Script script;
  {
    const std::lock_guard lock(mutex_);
    ++calls_;
    script = script_;
  }
  return script ? script(call)
                : Reply{.messages = {""}, .status = {}, .leading = {}, .trailing = {}};
}

void FakeHub::WaitUntilCancelled() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return cancelled_ > 0; });
}

int FakeHub::calls() const {
  const std::lock_guard lock(mutex_);
  return calls_;
}

}  // namespace rufaa
