#include "services/rpc/source.h"

#include "gtest/gtest.h"

namespace rufaa::rpc {
namespace {

TEST(Source, IsTheAddressOfThePeer) {
  EXPECT_EQ(AddressOfPeer("ipv4:10.0.0.7:4000"), "10.0.0.7");
  EXPECT_EQ(AddressOfPeer("ipv6:[2001:db8::1]:4000"), "2001:db8::1");
  EXPECT_EQ(AddressOfPeer("ipv6:%5B::1%5D:4000"), "::1");
  EXPECT_EQ(AddressOfPeer("ipv6:%5Bfe80::1%25eth0%5D:4000"), "fe80::1");
  EXPECT_EQ(AddressOfPeer("unix:/run/rufaa"), "");
  EXPECT_EQ(AddressOfPeer("unknown"), "");
}

TEST(Source, OfIPv6IsTheNetwork) {
  EXPECT_EQ(SourceOfAddress("10.0.0.7"), "10.0.0.7");
  EXPECT_EQ(SourceOfAddress("::ffff:10.0.0.7"), "10.0.0.7");
  EXPECT_EQ(SourceOfAddress("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::");
  EXPECT_EQ(SourceOfAddress("::1"), "::1");
  EXPECT_EQ(SourceOfAddress("not an address"), "");
}

}  // namespace
}  // namespace rufaa::rpc
