#include "services/gateway/gzip.h"

#include <zlib.h>

#include <algorithm>

#include "domain/base/check.h"
#include "domain/base/refusal.h"

namespace rufaa::gateway {
namespace {

constexpr int kGzipWindow = 15 + 16;  // zlib's way to say: the largest window, in gzip's wrapping.
constexpr int kMemoryLevel = 8;
// Near the best ratio of texts of some kilobytes, at a third of the time.
constexpr int kLevel = 6;
constexpr size_t kPiece = size_t{16} << 10;

Bytef* BytesOf(absl::string_view text) {
  return reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
}

absl::Status NotGzip() {
  return Refuse(Reason::MALFORMED, "The body is not what it says: gzip.",
                {{"field", "body"}, {"problem", "not one whole gzip member"}});
}

}  // namespace

std::string Gzip(absl::string_view bytes) {
  z_stream stream{};
  RUFAA_CHECK(deflateInit2(&stream, kLevel, Z_DEFLATED, kGzipWindow, kMemoryLevel,
                           Z_DEFAULT_STRATEGY) == Z_OK);
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = BytesOf(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  RUFAA_CHECK(deflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

absl::StatusOr<std::string> Gunzip(absl::string_view bytes, size_t limit) {
  z_stream stream{};
  RUFAA_CHECK(inflateInit2(&stream, kGzipWindow) == Z_OK);
  stream.next_in = BytesOf(bytes);
  stream.avail_in = static_cast<uInt>(bytes.size());
  std::string out;
  int result = Z_OK;
  while (result == Z_OK && out.size() <= limit) {
    const size_t before = out.size();
    // One byte beyond the limit is enough to know.
    out.resize(std::min(before + kPiece, limit + 1));
    stream.next_out = reinterpret_cast<Bytef*>(out.data()) + before;
    stream.avail_out = static_cast<uInt>(out.size() - before);
    result = inflate(&stream, Z_NO_FLUSH);
    out.resize(out.size() - stream.avail_out);
    if (out.size() == before && result == Z_OK && stream.avail_in == 0) break;
  }
  const bool more_behind = stream.avail_in > 0;
  inflateEnd(&stream);
  if (out.size() > limit) return Refuse(Reason::MESSAGE_TOO_LARGE);
  if (result != Z_STREAM_END || more_behind) return NotGzip();
  return out;
}

}  // namespace rufaa::gateway
