// SPDX-License-Identifier: BSL-1.0
#pragma once

#include <saddle/core/tensor.hpp>
#include <saddle/data/label/labelled_source.hpp>
#include <saddle/data/source.hpp>

#include <algorithm>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string_view>
#include <thread>
#include <type_traits>
#include <utility>
#include <vector>

namespace saddle::data {

/// A source that draws its next batches in a thread of its own while the caller works with the
/// last one. The values are those of the source, whatever is asked for, in whatever order and from
/// however many threads.
///
/// A row is recognised when a draw goes on where the last one ended, with the same n; from then on
/// `depth` batches are drawn ahead. A draw elsewhere is made at once by the caller and leaves them
/// waiting, so a look at other samples costs the row nothing; if it goes on there, they are
/// dropped.
///
/// Errors: those of the source: a draw that fails in the background is made again by the caller.
/// Cost:   one copy of the batch; no heap allocation once the batches have their size.
template <Source S, class T = float>
class Prefetch {
 public:
  std::string_view name;

  /// `depth` is at least 1.
  explicit Prefetch(S source, std::size_t depth = 2)
      : source_(std::move(source)), batches_(std::max<std::size_t>(depth, 1)) {
    name = source_.name;
    sample_size_ = 1;
    for (std::size_t extent : source_.shape()) sample_size_ *= extent;
    worker_ = std::thread([this] { work(); });
  }
  Prefetch(const Prefetch&) = delete;
  Prefetch& operator=(const Prefetch&) = delete;
  ~Prefetch() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    worker_.join();
  }

  decltype(auto) shape() const { return source_.shape(); }

  const S& source() const { return source_; }

  /// Shapes: out (n, shape...).
  void draw(T* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    const Request request{n, seed, position};
    if (!take(out, request)) source_.draw(out, n, seed, position);
  }

  /// Numbers of another type come straight from the source.
  template <class U>
    requires(!std::is_same_v<U, T>)
  void draw(U* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const {
    source_.draw(out, n, seed, position);
  }

  std::size_t classes() const
    requires LabelledSource<S>
  {
    return source_.classes();
  }

  /// Shapes: out (n).
  void draw_labels(int* out, std::size_t n, std::uint64_t seed, std::uint64_t position) const
    requires LabelledSource<S>
  {
    source_.draw_labels(out, n, seed, position);
  }

 private:
  struct Request {
    std::size_t n = 0;
    std::uint64_t seed = 0, position = 0;

    Request next() const { return {n, seed, position + n}; }
    friend bool operator==(const Request&, const Request&) = default;
  };

  /// Copies the batch if it is the next one of the row; false if the caller has to draw it.
  bool take(T* out, const Request& request) const {
    std::unique_lock lock(mutex_);
    if (running_ && request == wanted_) {
      changed_.wait(lock, [&] { return ready_ > 0 || !running_ || request != wanted_; });
      if (running_ && request == wanted_) {
        const std::vector<T>& batch = batches_[first_];
        std::copy_n(batch.data(), request.n * sample_size_, out);
        first_ = (first_ + 1) % batches_.size();
        --ready_;
        wanted_ = request.next();
        changed_.notify_all();
        return true;
      }
    }
    if (request == follower_ && request.n > 0) {  // a second one in a row: begin behind it
      running_ = true;
      ++row_;
      ready_ = 0;
      wanted_ = drawn_next_ = request.next();
      changed_.notify_all();
    }
    follower_ = request.next();
    return false;
  }

  void work() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [&] { return stopping_ || (running_ && ready_ < batches_.size()); });
      if (stopping_) return;
      const Request request = drawn_next_;
      const std::uint64_t row = row_;
      std::vector<T>& batch = batches_[(first_ + ready_) % batches_.size()];
      lock.unlock();
      bool drawn = true;
      try {
        batch.resize(request.n * sample_size_);
        source_.draw(batch.data(), request.n, request.seed, request.position);
      } catch (...) {
        drawn = false;  // the caller draws it again and sees why
      }
      lock.lock();
      if (row != row_) continue;  // meanwhile another row began
      if (drawn) {
        ++ready_;
        drawn_next_ = request.next();
      } else {
        running_ = false;
      }
      changed_.notify_all();
    }
  }

  S source_;
  std::size_t sample_size_;
  mutable std::mutex mutex_;  // over all below; a batch that is not ready is the worker's alone
  mutable std::condition_variable changed_;
  mutable std::vector<std::vector<T>> batches_;  // a ring: `ready_` of them from `first_` on
  mutable std::size_t first_ = 0, ready_ = 0;
  mutable bool running_ = false;
  mutable std::uint64_t row_ = 0;            // counts the rows begun
  mutable Request wanted_{}, drawn_next_{};  // the next batch of the caller, of the worker
  mutable Request follower_{};               // what would go on after the last draw elsewhere
  bool stopping_ = false;
  std::thread worker_;
};

}  // namespace saddle::data
