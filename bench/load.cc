#include "bench/load.h"

#include <grpcpp/generic/generic_stub.h>
#include <grpcpp/grpcpp.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <deque>
#include <memory>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"

namespace rufaa::bench {
namespace {

using SteadyClock = std::chrono::steady_clock;

double MicrosSince(SteadyClock::time_point start) {
  return std::chrono::duration<double, std::micro>(SteadyClock::now() - start).count();
}

grpc::ByteBuffer ToBuffer(const std::string& bytes) {
  const grpc::Slice slice(bytes);
  return grpc::ByteBuffer(&slice, 1);
}

std::string ToString(grpc::ByteBuffer& buffer) {
  std::vector<grpc::Slice> slices;
  std::string text;
  if (!buffer.Dump(&slices).ok()) return text;
  for (const grpc::Slice& slice : slices) {
    text.append(reinterpret_cast<const char*>(slice.begin()), slice.size());
  }
  return text;
}

// What all workers share: which number is next, and when measuring began and ended.
struct Counter {
  explicit Counter(const Load& load) : total(load.warm_up + load.calls), warm_up(load.warm_up) {}

  // False when all were sent.
  bool Take(uint64_t& number) {
    number = next.fetch_add(1, std::memory_order_relaxed);
    if (number == warm_up) started = SteadyClock::now();
    return number < total;
  }

  const uint64_t total;
  const uint64_t warm_up;
  std::atomic<uint64_t> next{0};
  SteadyClock::time_point started = SteadyClock::now();
};

struct Tally {
  std::vector<float> latencies_us;
  uint64_t answer_bytes = 0;
  std::map<int, uint64_t> failures;

  void Add(const Counter& counter, uint64_t number, double micros, uint64_t bytes, int code) {
    if (code != 0) ++failures[code];
    if (number < counter.warm_up) return;
    latencies_us.push_back(static_cast<float>(micros));
    answer_bytes += bytes;
  }
};

Result Sum(std::vector<Tally> tallies, double seconds) {
  Result result;
  std::vector<float> all;
  uint64_t bytes = 0;
  for (Tally& tally : tallies) {
    all.insert(all.end(), tally.latencies_us.begin(), tally.latencies_us.end());
    bytes += tally.answer_bytes;
    for (const auto& [code, count] : tally.failures) result.failures[code] += count;
  }
  if (all.empty()) return result;
  std::sort(all.begin(), all.end());
  const auto at = [&](double share) {
    return all[std::min(all.size() - 1,
                        static_cast<size_t>(share * static_cast<double>(all.size())))];
  };
  result.per_second = static_cast<double>(all.size()) / seconds;
  result.p50_us = at(0.5);
  result.p99_us = at(0.99);
  result.p999_us = at(0.999);
  result.answer_bytes = static_cast<double>(bytes) / static_cast<double>(all.size());
  return result;
}

std::shared_ptr<grpc::Channel> Connect(const Load& load, int connection) {
  grpc::ChannelArguments arguments;
  // Channels of equal arguments would share one connection.
  arguments.SetInt("rufaa.bench.connection", connection);
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  arguments.SetMaxReceiveMessageSize(64 << 20);
  return grpc::CreateCustomChannel(load.target, grpc::InsecureChannelCredentials(), arguments);
}

void Prepare(const Load& load, grpc::ClientContext& context, std::chrono::seconds deadline) {
  context.set_deadline(std::chrono::system_clock::now() + deadline);
  if (!load.token.empty())
    context.AddMetadata("authorization", absl::StrCat("Bearer ", load.token));
}

struct UnaryCall {
  grpc::GenericStub* stub = nullptr;
  uint64_t number = 0;
  SteadyClock::time_point start;
  std::unique_ptr<grpc::ClientContext> context;
  std::unique_ptr<grpc::GenericClientAsyncResponseReader> reader;
  grpc::ByteBuffer answer;
  grpc::Status status;
};

class UnaryWorker {
 public:
  UnaryWorker(const Load& load, Counter& counter, int worker) : load_(load), counter_(counter) {
    for (int i = worker; i < load.connections; i += Workers(load)) {
      stubs_.push_back(std::make_unique<grpc::GenericStub>(Connect(load, i)));
    }
  }

  // As many threads as the machines have that it was made for; more would only take turns.
  static int Workers(const Load& load) { return std::min(load.connections, 2); }

  Tally Run(int in_flight) {
    std::vector<UnaryCall> calls(in_flight);
    for (size_t i = 0; i < calls.size(); ++i) {
      calls[i].stub = stubs_[i % stubs_.size()].get();
      Start(calls[i]);
    }
    void* tag = nullptr;
    bool ok = false;
    while (open_ > 0 && queue_.Next(&tag, &ok)) {
      --open_;
      auto& call = *static_cast<UnaryCall*>(tag);
      tally_.Add(counter_, call.number, MicrosSince(call.start), call.answer.Length(),
                 call.status.error_code());
      Start(call);
    }
    queue_.Shutdown();
    while (queue_.Next(&tag, &ok)) {
    }
    return std::move(tally_);
  }

 private:
  void Start(UnaryCall& call) {
    if (!counter_.Take(call.number)) return;
    const grpc::ByteBuffer request = ToBuffer(load_.request(call.number));
    call.reader.reset();
    call.context = std::make_unique<grpc::ClientContext>();
    call.answer.Clear();
    Prepare(load_, *call.context, std::chrono::seconds(60));
    call.start = SteadyClock::now();
    call.reader = call.stub->PrepareUnaryCall(call.context.get(), load_.method, request, &queue_);
    call.reader->StartCall();
    call.reader->Finish(&call.answer, &call.status, &call);
    ++open_;
  }

  const Load& load_;
  Counter& counter_;
  std::vector<std::unique_ptr<grpc::GenericStub>> stubs_;
  grpc::CompletionQueue queue_;
  Tally tally_;
  int open_ = 0;
};

class StreamWorker {
 public:
  static int Workers(const Load& load) { return load.connections; }

  StreamWorker(const Load& load, Counter& counter, int connection)
      : load_(load), counter_(counter), stub_(Connect(load, connection)) {
    Prepare(load, context_, std::chrono::seconds(600));
  }

  Tally Run(int window) {
    stream_ = stub_.PrepareCall(&context_, load_.method, &queue_);
    stream_->StartCall(&kStart);
    void* tag = nullptr;
    bool ok = false;
    queue_.Next(&tag, &ok);
    room_ = window;
    stream_->Read(&answer_, &kRead);
    MaybeWrite();
    while ((!done_ || writing_) && queue_.Next(&tag, &ok)) Handle(tag, ok);
    stream_->WritesDone(&kFinish);
    queue_.Next(&tag, &ok);
    grpc::Status status;
    stream_->Finish(&status, &kFinish);
    queue_.Next(&tag, &ok);
    if (!status.ok()) ++tally_.failures[status.error_code()];
    queue_.Shutdown();
    return std::move(tally_);
  }

 private:
  void Handle(void* tag, bool ok) {
    if (tag == &kWrite) writing_ = false;
    if (!ok) {
      done_ = true;
      return;
    }
    if (tag == &kWrite) {
      MaybeWrite();
    } else if (tag == &kRead) {
      TakeAnswer();
    }
  }

  void TakeAnswer() {
    const auto [number, start] = sent_.front();
    sent_.pop_front();
    const int code = load_.answer_code ? load_.answer_code(ToString(answer_)) : 0;
    tally_.Add(counter_, number, MicrosSince(start), answer_.Length(), code);
    ++room_;
    if (sent_.empty() && all_taken_) {
      done_ = true;
      return;
    }
    stream_->Read(&answer_, &kRead);
    MaybeWrite();
  }

  void MaybeWrite() {
    if (writing_ || room_ == 0 || all_taken_) return;
    uint64_t number = 0;
    if (!counter_.Take(number)) {
      all_taken_ = true;
      if (sent_.empty()) done_ = true;
      return;
    }
    sent_.emplace_back(number, SteadyClock::now());
    --room_;
    writing_ = true;
    stream_->Write(ToBuffer(load_.request(number)), &kWrite);
  }

  static inline char kStart, kRead, kWrite, kFinish;

  const Load& load_;
  Counter& counter_;
  grpc::GenericStub stub_;
  grpc::ClientContext context_;
  grpc::CompletionQueue queue_;
  std::unique_ptr<grpc::GenericClientAsyncReaderWriter> stream_;
  grpc::ByteBuffer answer_;
  std::deque<std::pair<uint64_t, SteadyClock::time_point>> sent_;
  Tally tally_;
  int room_ = 0;
  bool writing_ = false;
  bool all_taken_ = false;
  bool done_ = false;
};

template <class Worker>
Result Run(const Load& load) {
  Counter counter(load);
  const int workers = Worker::Workers(load);
  std::vector<Tally> tallies(workers);
  std::vector<std::thread> threads;
  for (int i = 0; i < workers; ++i) {
    // Spread the window over the workers, the first ones taking what is left over.
    const int share = load.in_flight / workers + (i < load.in_flight % workers ? 1 : 0);
    threads.emplace_back([&, i, share] { tallies[i] = Worker(load, counter, i).Run(share); });
  }
  for (std::thread& thread : threads) thread.join();
  return Sum(std::move(tallies), MicrosSince(counter.started) / 1e6);
}

}  // namespace

Result RunUnary(const Load& load) { return Run<UnaryWorker>(load); }
Result RunStream(const Load& load) { return Run<StreamWorker>(load); }

nlohmann::json Result::ToJson() const {
  nlohmann::json json = {{"per_second", per_second},
                         {"p50_us", p50_us},
                         {"p99_us", p99_us},
                         {"p999_us", p999_us},
                         {"answer_bytes", answer_bytes}};
  for (const auto& [code, count] : failures) json["failures"][std::to_string(code)] = count;
  return json;
}

}  // namespace rufaa::bench
