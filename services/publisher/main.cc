#include "services/hub/run.h"

int main(int argc, char** argv) { return rufaa::hub::RunServices(argc, argv, {"publisher"}); }
