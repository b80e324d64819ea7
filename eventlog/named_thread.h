// A thread named as it stands in `top` and in profiles.
#pragma once

#include <pthread.h>

#include <thread>
#include <utility>

#include "rocksdb/perf_level.h"

namespace rufaa {

// `name`: at most 15 characters, which is what the kernel keeps.
template <class Body>
std::thread NamedThread(const char* name, Body body) {
  return std::thread([name, body = std::move(body)]() mutable {
    pthread_setname_np(pthread_self(), name);
    // RocksDB counts every comparison of keys in a thread-local that costs as much as comparing.
    rocksdb::SetPerfLevel(rocksdb::PerfLevel::kDisable);
    body();
  });
}

}  // namespace rufaa
