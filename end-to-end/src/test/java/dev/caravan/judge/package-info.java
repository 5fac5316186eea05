/** The judge with Microsoft's SDKs for Java: it plays what it is told, and says what a user of the SDKs sees. */
package dev.caravan.judge;
