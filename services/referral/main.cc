#include "services/hub/run.h"

int main(int argc, char** argv) { return rufaa::hub::RunService(argc, argv, "referral"); }
