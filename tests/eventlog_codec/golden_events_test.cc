// Bytes once written are read for ever: every event type has a golden file, made once, that must
// decode to the same sample and encode to the same bytes; and events.proto must describe them.
// A type that was given fields has a file for each form that it had: TYPE.bin, TYPE.2.bin, …
// RUFAA_UPDATE_GOLDEN=1 writes the files of new types and forms; it never touches an old one.

#include <google/protobuf/descriptor.h>
#include <google/protobuf/descriptor.pb.h>
#include <google/protobuf/dynamic_message.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "eventlog/codec/event_codec.h"
#include "eventlog/codec/wire.h"
#include "tests/support/every_event.h"

namespace rufaa {
namespace {

constexpr char kProtoPath[] = "protos/rufaa/events/v1/events.proto";

// Gives every field a value that depends on its number alone.
struct Sampler {
  template <class T>
  void operator()(int number, absl::string_view name, T& value) {
    if constexpr (IsVector<T>::value) {
      (*this)(number, name, value.emplace_back());
    } else if constexpr (IsOptional<T>::value) {
      (*this)(number, name, value.emplace());
    } else if constexpr (std::is_same_v<T, std::string>) {
      value = absl::StrCat(name, "-", number);
    } else if constexpr (std::is_same_v<T, bool>) {
      value = true;
    } else if constexpr (std::is_same_v<T, absl::Time>) {
      value = absl::FromUnixMicros(1'700'000'000'000'000 + number);
    } else if constexpr (std::is_same_v<T, absl::CivilDay>) {
      value = absl::CivilDay(2024, 1, 1) + number;
    } else if constexpr (std::is_enum_v<T>) {
      value = static_cast<T>(1);
    } else if constexpr (std::is_integral_v<T>) {
      value = static_cast<T>(number * 100);
    } else {
      T::Fields(value, *this);
    }
  }
};

std::string Camel(absl::string_view name) {
  std::string camel;
  bool upper = true;
  for (const char c : name) {
    if (!absl::ascii_isalnum(c)) {
      upper = true;
      continue;
    }
    camel.push_back(upper ? absl::ascii_toupper(c) : c);
    upper = false;
  }
  return camel;
}

// Prints a struct's Fields as a proto message body.
class ProtoPrinter {
 public:
  ProtoPrinter(std::string& out, std::string indent) : out_(out), indent_(std::move(indent)) {}

  template <class T>
  void operator()(int number, absl::string_view name, T& value) {
    if constexpr (IsVector<T>::value) {
      auto item = typename T::value_type{};
      Field("repeated ", number, name, item);
    } else if constexpr (IsOptional<T>::value) {
      auto item = typename T::value_type{};
      Field(HasFields<typename T::value_type> ? "" : "optional ", number, name, item);
    } else {
      Field("", number, name, value);
    }
  }

 private:
  template <class T>
  void Field(absl::string_view label, int number, absl::string_view name, T& value) {
    if constexpr (std::is_same_v<T, std::string>) {
      const bool binary = name == "nonce" || name == "ciphertext";
      Line(label, binary ? "bytes" : "string", name, number, "");
    } else if constexpr (std::is_same_v<T, bool>) {
      Line(label, "bool", name, number, "");
    } else if constexpr (std::is_same_v<T, absl::Time>) {
      Line(label, "sint64", name, number, "  // Microseconds since 1970, UTC.");
    } else if constexpr (std::is_same_v<T, absl::CivilDay>) {
      Line(label, "sint64", name, number, "  // Days since 1970-01-01.");
    } else if constexpr (std::is_enum_v<T>) {
      Line(label, "uint32", name, number, "  // A closed list.");
    } else if constexpr (std::is_integral_v<T>) {
      Line(label, std::is_signed_v<T> ? "sint64" : "uint64", name, number, "");
    } else {
      absl::StrAppend(&out_, indent_, "message ", Camel(name), " {\n");
      ProtoPrinter nested(out_, indent_ + "  ");
      T::Fields(value, nested);
      absl::StrAppend(&out_, indent_, "}\n");
      Line(label, Camel(name), name, number, "");
    }
  }

  void Line(absl::string_view label, absl::string_view type, absl::string_view name, int number,
            absl::string_view comment) {
    const bool number_list = label == "repeated " && type != "string" && type != "bytes" &&
                             !absl::ascii_isupper(type[0]);
    absl::StrAppend(&out_, indent_, label, type, " ", name, " = ", number,
                    number_list ? " [packed = false];" : ";", comment, "\n");
  }

  std::string& out_;
  const std::string indent_;
};

std::vector<AnyEvent> Samples() {
  std::vector<AnyEvent> samples = EveryEvent();
  for (AnyEvent& sample : samples) {
    std::visit([](auto& event) { std::decay_t<decltype(event)>::Fields(event, Sampler{}); },
               sample);
  }
  return samples;
}

std::string EventsProto() {
  std::string out =
      "// The bytes of the county log's events, made from the domain's structs: a test keeps it\n"
      "// current. Apart from the API's protos, since an API may be retired, an event never.\n"
      "syntax = \"proto3\";\n\npackage rufaa.events.v1;\n";
  for (AnyEvent& event : EveryEvent()) {
    absl::StrAppend(&out, "\n// ", TypeOf(event), "\nmessage ", Camel(TypeOf(event)), " {\n");
    ProtoPrinter printer(out, "  ");
    std::visit([&](auto& e) { std::decay_t<decltype(e)>::Fields(e, printer); }, event);
    absl::StrAppend(&out, "}\n");
  }
  return out;
}

std::string FileText(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::stringstream text;
  text << in.rdbuf();
  return text.str();
}

void WriteFile(const std::string& path, absl::string_view text) {
  std::filesystem::create_directories(std::filesystem::path(path).parent_path());
  std::ofstream(path, std::ios::binary).write(text.data(), text.size());
}

bool Updating() { return std::getenv("RUFAA_UPDATE_GOLDEN") != nullptr; }

// The first form that an event type was written in, or a later one.
std::string GoldenPath(absl::string_view type, int form) {
  return form == 1 ? absl::StrCat("tests/golden/events/", type, ".bin")
                   : absl::StrCat("tests/golden/events/", type, ".", form, ".bin");
}

// Of each form written so far, oldest first.
std::vector<std::string> GoldenPaths(absl::string_view type) {
  std::vector<std::string> paths;
  for (int form = 1; std::filesystem::exists(GoldenPath(type, form)); ++form) {
    paths.push_back(GoldenPath(type, form));
  }
  return paths;
}

// What the last form lacks, if anything.
bool IsNewForm(const AnyEvent& sample, const std::vector<std::string>& paths) {
  if (paths.empty()) return true;
  const auto last = DecodeEvent(TypeOf(sample), FileText(paths.back()));
  return last.ok() && *last != sample;
}

TEST(GoldenEvents, EveryTypeReadsAndWritesTheBytesOnceWritten) {
  for (const AnyEvent& sample : Samples()) {
    std::vector<std::string> paths = GoldenPaths(TypeOf(sample));
    if (Updating() && IsNewForm(sample, paths)) {
      paths.push_back(GoldenPath(TypeOf(sample), static_cast<int>(paths.size()) + 1));
      WriteFile(paths.back(), EncodeEvent("s/1", sample).payload);
    }
    ASSERT_FALSE(paths.empty()) << TypeOf(sample) << " has no golden file: a new event type?";
    for (const std::string& path : paths) {
      const std::string golden = FileText(path);
      const absl::StatusOr<AnyEvent> decoded = DecodeEvent(TypeOf(sample), golden);
      ASSERT_TRUE(decoded.ok()) << path;
      // A field added later is absent from an old file: what was written must still stand there.
      EXPECT_EQ(EncodeEvent("s/1", *decoded).payload, golden) << path;
      const bool newest = path == paths.back();
      EXPECT_EQ(*decoded == sample, newest) << path << ": a type with new fields needs a new file";
    }
  }
}

TEST(GoldenEvents, NoTypeIsEverForgotten) {
  for (const auto& file : std::filesystem::directory_iterator("tests/golden/events")) {
    // No type ends in a number; a later form's file does.
    std::filesystem::path type = file.path().stem();
    int form = 0;
    if (absl::SimpleAtoi(type.extension().string().substr(1), &form)) type = type.stem();
    EXPECT_TRUE(DecodeEvent(type.string(), "").ok())
        << type << " was written once, so it is read for ever";
  }
}

TEST(GoldenEvents, TheProtoFileIsCurrent) {
  if (Updating()) WriteFile(kProtoPath, EventsProto());
  EXPECT_EQ(FileText(kProtoPath), EventsProto());
}

TEST(GoldenEvents, AnyProtobufReadsThem) {
  const std::string compiled = testing::TempDir() + "/events.desc";
  const std::string command =
      absl::StrCat("protoc -I. --descriptor_set_out=", compiled, " ", kProtoPath);
  ASSERT_EQ(std::system(command.c_str()), 0);
  google::protobuf::FileDescriptorSet set;
  ASSERT_TRUE(set.ParseFromString(FileText(compiled)));
  google::protobuf::DescriptorPool pool;
  const google::protobuf::FileDescriptor* file = pool.BuildFile(set.file(0));
  ASSERT_NE(file, nullptr);
  google::protobuf::DynamicMessageFactory factory;
  for (const AnyEvent& sample : Samples()) {
    const auto* descriptor = file->FindMessageTypeByName(Camel(TypeOf(sample)));
    ASSERT_NE(descriptor, nullptr) << TypeOf(sample);
    std::unique_ptr<google::protobuf::Message> message(factory.GetPrototype(descriptor)->New());
    const std::string payload = EncodeEvent("s/1", sample).payload;
    ASSERT_TRUE(message->ParseFromString(payload)) << TypeOf(sample);
    const auto* reflection = message->GetReflection();
    EXPECT_TRUE(reflection->GetUnknownFields(*message).empty()) << TypeOf(sample);
    EXPECT_EQ(message->SerializeAsString().size(), payload.size()) << TypeOf(sample);
  }
}

}  // namespace
}  // namespace rufaa
