// A bare Paho C client, for comparison: so many messages of one size, at QoS 1, with a window of 32.
// usage: outage_bare PORT MESSAGES SIZE     prints seconds and peak resident memory in KiB
#include <MQTTAsync.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <future>
#include <iostream>
#include <string>

namespace {

constexpr std::size_t window = 32;

/// What one client is to do. After the start only Paho's callback thread touches it.
struct Job {
  MQTTAsync client = nullptr;
  std::string payload;
  std::size_t to_send = 0;
  std::size_t outstanding = 0;
  std::promise<bool> done;
};

void send_next(Job& job);

void on_accepted(void* context, MQTTAsync_successData* /*data*/) {
  Job& job = *static_cast<Job*>(context);
  --job.outstanding;
  if (job.to_send > 0)
    send_next(job);
  else if (job.outstanding == 0)
    job.done.set_value(true);
}

void on_failure(void* context, MQTTAsync_failureData* /*data*/) {
  static_cast<Job*>(context)->done.set_value(false);
}

void send_next(Job& job) {
  MQTTAsync_responseOptions options = MQTTAsync_responseOptions_initializer;
  options.onSuccess = on_accepted;
  options.onFailure = on_failure;
  options.context = &job;
  --job.to_send;
  ++job.outstanding;
  MQTTAsync_send(job.client, "lift/v1/bare/record/notice", static_cast<int>(job.payload.size()),
                 job.payload.data(), 1, 0, &options);
}

void on_connected(void* context, MQTTAsync_successData* /*data*/) {
  Job& job = *static_cast<Job*>(context);
  for (std::size_t i = 0; i < window && job.to_send > 0; ++i) send_next(job);
}

bool run(Job& job, const std::string& port) {
  MQTTAsync_create(&job.client, ("tcp://127.0.0.1:" + port).c_str(), "bare", MQTTCLIENT_PERSISTENCE_NONE,
                   nullptr);
  MQTTAsync_connectOptions options = MQTTAsync_connectOptions_initializer;
  options.cleansession = 1;
  options.maxInflight = 1000;
  options.onSuccess = on_connected;
  options.onFailure = on_failure;
  options.context = &job;
  if (MQTTAsync_connect(job.client, &options) != MQTTASYNC_SUCCESS) return false;
  const bool sent = job.done.get_future().get();
  MQTTAsync_destroy(&job.client);
  return sent;
}

std::string peak_kib() {
  std::ifstream status{"/proc/self/status"};
  for (std::string word; status >> word;)
    if (word == "VmHWM:" && status >> word) return word;
  return "?";
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::cerr << "usage: outage_bare PORT MESSAGES SIZE\n";
    return EXIT_FAILURE;
  }
  Job job;
  job.to_send = std::stoul(argv[2]);
  job.payload.assign(std::stoul(argv[3]), 'x');
  const auto began = std::chrono::steady_clock::now();
  if (!run(job, argv[1])) {
    std::cerr << "outage_bare: the broker did not take it\n";
    return EXIT_FAILURE;
  }
  const std::chrono::duration<double> lasted = std::chrono::steady_clock::now() - began;
  std::cout << lasted.count() << ' ' << peak_kib() << '\n';
  return EXIT_SUCCESS;
}
