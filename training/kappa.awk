# Cohen's kappa of the two blind readings in annotations.tsv: how much more often they agree than two
# readers would by chance who give each label as often as these do (Cohen 1960).
#     awk -f training/kappa.awk training/annotations.tsv
BEGIN { FS = "\t" }
NR > 1 {
    rows++
    count("stance", $2, $3)
    count("sentiment", $4, $5)
}
function count(layer, first, second) {
    agreed[layer] += first == second
    by_first[layer, first]++
    by_second[layer, second]++
    labels[layer, first] = first
}
function kappa(layer,    key, part, chance) {
    for (key in labels) {
        split(key, part, SUBSEP)
        if (part[1] == layer)
            chance += by_first[key] * by_second[key] / (rows * rows)
    }
    return (agreed[layer] / rows - chance) / (1 - chance)
}
END {
    printf "rows %d\n", rows
    printf "stance     agreed %d   kappa %.3f\n", agreed["stance"], kappa("stance")
    printf "sentiment  agreed %d   kappa %.3f\n", agreed["sentiment"], kappa("sentiment")
}
