#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "bench/log_bench.h"
#include "eventlog/merkle.h"
#include "rocksdb/db.h"
#include "rocksdb/write_batch.h"

namespace rufaa {
namespace {

using nlohmann::json;

double Seconds(absl::Time since) { return absl::ToDoubleSeconds(absl::Now() - since); }

json Percentiles(std::vector<double> micros) {
  std::sort(micros.begin(), micros.end());
  return json{{"p50_us", micros[micros.size() / 2]}, {"p99_us", micros[micros.size() * 99 / 100]}};
}

absl::StatusOr<json> Fdatasync(const std::string& folder) {
  const int file = open((folder + "/fdatasync").c_str(), O_CREAT | O_WRONLY, 0600);
  if (file < 0) return absl::InternalError("can't make a file");
  const std::string block(512, 'x');
  std::vector<double> micros;
  for (int i = 0; i < 2000; ++i) {
    const absl::Time start = absl::Now();
    if (write(file, block.data(), block.size()) < 0 || fdatasync(file) != 0) break;
    micros.push_back(Seconds(start) * 1e6);
  }
  close(file);
  if (micros.size() < 2000) return absl::InternalError("fdatasync failed");
  return Percentiles(micros);
}

// Puts of 300 bytes under 16-byte keys, so many to each synced batch.
absl::StatusOr<json> RocksDbSynced(const std::string& folder, int batch_size, int puts) {
  rocksdb::Options options;
  options.create_if_missing = true;
  rocksdb::DB* opened = nullptr;
  if (!rocksdb::DB::Open(options, absl::StrCat(folder, "/rocksdb-", batch_size), &opened).ok()) {
    return absl::InternalError("can't open RocksDB");
  }
  const std::unique_ptr<rocksdb::DB> db(opened);
  rocksdb::WriteOptions synced;
  synced.sync = true;
  const std::string value(300, 'x');
  const absl::Time start = absl::Now();
  for (int done = 0; done < puts; done += batch_size) {
    rocksdb::WriteBatch batch;
    for (int i = 0; i < batch_size; ++i)
      batch.Put(absl::StrCat(1000000000000000 + done + i), value);
    if (!db->Write(synced, &batch).ok()) return absl::InternalError("RocksDB write failed");
  }
  return json{{"batch", batch_size}, {"events_per_second", puts / Seconds(start)}};
}

json Sha256PerSecond() {
  std::string leaf(420, 'x');
  const absl::Time start = absl::Now();
  constexpr int kHashes = 200'000;
  for (int i = 0; i < kHashes; ++i) leaf[0] = static_cast<char>(LeafHash(leaf)[0]);
  return kHashes / Seconds(start);
}

}  // namespace

absl::StatusOr<json> BenchLogLimits(const std::string& folder) {
  json limits;
  const absl::StatusOr<json> sync = Fdatasync(folder);
  if (!sync.ok()) return sync.status();
  limits["fdatasync"] = *sync;
  for (int batch : {1, 100, 1000}) {
    absl::StatusOr<json> rocksdb = RocksDbSynced(folder, batch, batch == 1 ? 2000 : 300'000);
    if (!rocksdb.ok()) return rocksdb.status();
    limits["rocksdb_synced"].push_back(*rocksdb);
  }
  limits["leaf_hashes_per_second"] = Sha256PerSecond();
  return limits;
}

}  // namespace rufaa
