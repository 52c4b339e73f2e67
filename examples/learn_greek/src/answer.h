// Is what was typed the word asked for?
#pragma once

#include <cstddef>
#include <string_view>

namespace learn_greek {

enum class Verdict { exact, accents_differ, almost, wrong };

// Levenshtein's distance in letters.
std::size_t edit_distance(std::u32string_view left, std::u32string_view right);
// One wrong letter in five is "almost".
Verdict check_answer(std::string_view expected, std::string_view typed);
// The SM-2 quality an answer is worth.
int quality_of(Verdict verdict);

}  // namespace learn_greek
