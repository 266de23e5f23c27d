#include "agent/daemon/snapshots.hpp"

#include <nlohmann/json.hpp>
#include <utility>

#include "agent/records/compressed.hpp"

namespace liftbox {
namespace {

using control::Reply;
using control::Request;
using nlohmann::json;

json about_json(const SnapshotAbout& about) {
  return {{"name", about.name},         {"from", about.from}, {"upto", about.upto},
          {"complete", about.complete}, {"sent", about.sent}, {"bytes", about.bytes}};
}

/// What the store's Worker finds out becomes the answer; what it cannot, too.
template <class Work>
void answer_later(SnapshotStore& store, Worker& worker, const Post& post, const Reply& reply, Work work) {
  worker.post([&store, post, reply, work] {
    try {
      post([reply, result = work(store)] { reply.result(result); });
    } catch (const StoreError& error) {
      post([reply, what = std::string{error.what()}] { reply.error(control::ErrorCode::refused, what); });
    }
  });
}

}  // namespace

void watch_alarms(SnapshotSender& snapshots, const std::vector<Record>& records) {
  for (const Record& record : records) {
    if (record.record_class != RecordClass::alarm) continue;
    const json body = json::parse(record.bytes);
    const auto phase = body.value("phase", "");
    if (phase == "confirmed" || phase == "raised" || phase == "noted")
      snapshots.alarm(record.incident, Moment{Duration{body.at("mono_ms").get<std::int64_t>()}});
  }
}

control::Methods snapshot_methods(SnapshotStore& store, Worker& store_worker, Post post) {
  return {{"snapshots",
           [&store, &store_worker, post](const Request& /*request*/, const Reply& reply) {
             answer_later(store, store_worker, post, reply, [](SnapshotStore& kept) {
               json all = json::array();
               for (const SnapshotAbout& about : kept.snapshots()) all.push_back(about_json(about));
               return json{{"snapshots", all}};
             });
           }},
          {"snapshot", [&store, &store_worker, post](const Request& request, const Reply& reply) {
             const auto name = request.params.at("name").get<std::string>();
             answer_later(store, store_worker, post, reply, [name](SnapshotStore& kept) {
               const auto found = kept.find_snapshot(name);
               if (!found) throw StoreError{"there is no snapshot of " + name + ", or not any more"};
               return json{{"name", found->name},
                           {"from", found->from},
                           {"upto", found->upto},
                           {"complete", found->complete},
                           {"trace", to_base64(found->trace)}};
             });
           }}};
}

}  // namespace liftbox
