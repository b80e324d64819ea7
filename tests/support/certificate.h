// Certificates that end when a test says, each signed by itself; and what the metrics tell of one.
#pragma once

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <cstdio>
#include <functional>
#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"

namespace rufaa {

inline void WritePem(const std::string& path, const std::function<int(FILE*)>& write) {
  FILE* const file = std::fopen(path.c_str(), "w");
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(write(file), 1);
  std::fclose(file);
}

// Of "localhost", from a year ago. `left` may be below zero: it has ended.
inline void MakeCertificate(const std::string& cert_file, const std::string& key_file,
                            absl::Duration left) {
  const std::unique_ptr<EVP_PKEY, void (*)(EVP_PKEY*)> key(EVP_EC_gen("P-256"), EVP_PKEY_free);
  const std::unique_ptr<X509, void (*)(X509*)> cert(X509_new(), X509_free);
  ASN1_INTEGER_set(X509_get_serialNumber(cert.get()), 1);
  X509_gmtime_adj(X509_getm_notBefore(cert.get()), -365 * 24 * 3600);
  X509_gmtime_adj(X509_getm_notAfter(cert.get()), absl::ToInt64Seconds(left));
  X509_set_pubkey(cert.get(), key.get());
  X509_NAME_add_entry_by_txt(X509_get_subject_name(cert.get()), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
  X509_set_issuer_name(cert.get(), X509_get_subject_name(cert.get()));
  EXPECT_GT(X509_sign(cert.get(), key.get(), EVP_sha256()), 0);
  WritePem(cert_file, [&](FILE* file) { return PEM_write_X509(file, cert.get()); });
  WritePem(key_file, [&](FILE* file) {
    return PEM_write_PrivateKey(file, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
}

// The gauge's value, as text; "": there is none.
inline std::string CertificateGauge(const std::string& metrics, const std::string& use) {
  const std::string name = absl::StrCat("\nrufaa_certificate_expires_seconds{use=\"", use, "\"} ");
  const size_t at = metrics.find(name);
  if (at == std::string::npos) return "";
  const size_t begin = at + name.size();
  return metrics.substr(begin, metrics.find('\n', begin) - begin);
}

}  // namespace rufaa
