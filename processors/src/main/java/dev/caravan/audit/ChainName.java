package dev.caravan.audit;

/** A chain as a finding calls it: a batch has one, and so has what belongs to no batch, such as the keys of the API. */
final class ChainName {

    private ChainName() {}

    static String of(String chain) {
        return (chain.startsWith("/") ? "chain '" : "batch '") + chain + "'";
    }
}
