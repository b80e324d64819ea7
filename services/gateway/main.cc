// rufaa-gateway: the browser's door as a process of its own, in front of a hub or of services.
#include "services/gateway/run.h"

int main(int argc, char** argv) { return rufaa::gateway::RunGateway(argc, argv); }
