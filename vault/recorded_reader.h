// The only way in which personal data is opened for anybody: entered in the access book first. One
// call has all values of one read, so that a vault in a process of its own is asked once a read.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "domain/base/sealed.h"
#include "vault/access_book.h"
#include "vault/vault.h"

namespace rufaa {

// A sealed value and where it stands (vault/vault.h); an empty one opens to "".
struct SealedAt {
  Sealed sealed;
  std::string place;
};

// Thread-safe.
class RecordedReader {
 public:
  virtual ~RecordedReader() = default;

  // Enters `entry`, and once it is durable opens `values`, all or none: their texts in order.
  // ACCESS_BOOK_UNAVAILABLE: nothing was opened. ERASED, DATA_LOSS: as Vault::Open. `done` is
  // called once, on a thread of the book, of the reader or this one; it must not wait for another
  // read. Reads are not answered in the order in which they were asked for.
  using Done = std::function<void(absl::StatusOr<std::vector<std::string>>)>;
  virtual void Open(ReadEntry entry, std::vector<SealedAt> values, Done done) = 0;
};

// Over a book and a vault of this process. A read of few values is opened on the thread of the book
// that says it is entered, a longer one on a thread of the reader, beside others. The vault must
// outlive the reader, and no read may wait for the book when the reader goes: let the book go
// first, which answers them. What was entered by then is answered before the reader is gone.
std::unique_ptr<RecordedReader> MakeRecordedReader(AccessBook& book, Vault& vault);

}  // namespace rufaa
